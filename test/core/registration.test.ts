import { beforeEach, describe, expect, it } from 'vitest'
import { RECORD_GAPS } from '../../src-preload/contract/choices'
import type { RecordGap } from '../../src-preload/contract/registration'
import { RECORD_GAP_CONDITIONS } from '../../src-main/core/database/record-gaps'
import { namedDraft, patientDraft } from '../builders/patient'
import { openTestClinic, type Client, type TestClinic } from './fixtures/clinic'

let clinic: TestClinic
let desk: Client

beforeEach(async () => {
  clinic = await openTestClinic()
  desk = await clinic.as('receptionist')
})

async function incomplete(missing: RecordGap | null = null) {
  const page = await desk.call('registration.incomplete', { missing, cursor: null, limit: 50 })
  return page.records.map(
    ({ hit, missing: gaps }) => `${hit.givenName} ${hit.familyName}: ${gaps.join(', ')}`
  )
}

describe('a newborn', () => {
  const birth = { sex: 'male', birthDate: '2026-12-02', carriesMessages: true } as const

  it('is named after its mother, who is its guardian, and has an H-number of the clinic', async () => {
    const mother = await desk.call('patients.create', patientDraft())
    const child = await desk.call('registration.newborn', { patientId: mother.id, ...birth })
    expect(child).toMatchObject({
      familyName: 'Nordmann',
      givenName: 'Nyfødt, gutt av Kari',
      provisionalName: 'newborn',
      birthDate: '2026-12-02',
      sex: 'male',
      identifiers: [{ type: 'h-number', status: 'in-use' }],
      address: { line: 'Skogvegen 62' },
      guardians: [{ patientId: mother.id, kind: 'parent', carriesMessages: true }]
    })
    expect(child.identifiers[0]?.value).toMatch(/^025226\d{5}$/)
    expect(child.alerts).toContain('number-missing')
    expect(await incomplete()).toContain('Nyfødt, gutt av Kari Nordmann: number, name, gp')
  })

  it('is told from its twin by name and number', async () => {
    const { id: patientId } = await desk.call('patients.create', patientDraft())
    const one = await desk.call('registration.newborn', { patientId, ...birth })
    const other = await desk.call('registration.newborn', { patientId, ...birth })
    expect(other.givenName).toBe('Nyfødt, gutt 2 av Kari')
    expect(other.identifiers[0]?.value).not.toBe(one.identifiers[0]?.value)
  })

  it('is complete once it has its number and its name, and is found by the H-number still', async () => {
    const mother = await desk.call('patients.create', patientDraft({ gpExternalName: 'Ola Lie' }))
    const child = await desk.call('registration.newborn', {
      patientId: mother.id,
      ...birth,
      birthDate: '2026-12-03'
    })
    const helpNumber = child.identifiers[0]?.value ?? ''
    const { version } = await desk.call('patients.open', { id: child.id, reason: null })
    const named = { givenName: 'Nora', nationalNumber: helpNumber, birthDate: '2026-12-03', mobile: null }
    const saved = await desk.call('patients.update', {
      id: child.id,
      version,
      draft: patientDraft({ ...named, sex: 'male', gpExternalName: 'Ola Lie' })
    })
    expect(saved.provisionalName).toBeNull()
    expect(await incomplete()).toEqual(['Nora Nordmann: number'])
    const { hits } = await desk.call('patients.search', { text: helpNumber, limit: 5 })
    expect(hits).toMatchObject([{ id: child.id }])
  })

  it.each([
    ['2026-12-04', 'birth-date'],
    ['2025-11-01', 'birth-date-not-newborn']
  ])('is refused when born on %s', async (birthDate, code) => {
    const { id: patientId } = await desk.call('patients.create', patientDraft())
    const asked = desk.call('registration.newborn', { patientId, ...birth, birthDate })
    await expect(asked).rejects.toMatchObject({ code })
  })
})

describe('somebody unknown', () => {
  it('has a name of the desk, no birth date, and is told from another one like it', async () => {
    const unknown = { sex: 'male', approximateAge: 40, note: 'Funnet ved stasjonen' } as const
    const one = await desk.call('registration.unknown', unknown)
    const other = await desk.call('registration.unknown', unknown)
    expect([one.familyName, other.familyName]).toEqual(['Ukjent mann ca. 40', 'Ukjent mann ca. 40 (2)'])
    expect(one).toMatchObject({ birthDate: null, provisionalName: 'unknown', note: 'Funnet ved stasjonen' })
    expect(await incomplete('name')).toHaveLength(2)
  })

  it('has no number where not even the age is guessed', async () => {
    const { identifiers } = await desk.call('registration.unknown', {
      sex: 'unknown',
      approximateAge: null,
      note: ''
    })
    expect(identifiers).toEqual([])
  })
})

it('registers somebody from abroad by passport, which counts as a number', async () => {
  const patient = await desk.call('registration.foreign', {
    familyName: 'Kowalska',
    givenName: 'Anna',
    birthDate: '1990-02-01',
    sex: 'female',
    language: 'en',
    mobile: '+48 601 234 567',
    identifier: {
      type: 'passport',
      country: 'PL',
      value: 'AB1234567',
      acceptsWarning: false,
      periodStart: null,
      periodEnd: null
    },
    note: ''
  })
  expect(patient.identifiers).toMatchObject([{ type: 'passport', country: 'PL' }])
  expect(await incomplete()).toEqual(['Anna Kowalska: gp'])
})

it('registers the health insurance card and the address abroad with the passport, each number with its days', async () => {
  const shown = { country: 'PL', acceptsWarning: false, periodStart: null } as const
  const foreign = {
    familyName: 'Kowalska',
    givenName: 'Anna',
    birthDate: '1990-02-01',
    sex: 'female',
    language: 'en',
    mobile: null,
    note: '',
    identifier: { ...shown, type: 'passport', value: 'AB 1234567', periodEnd: '2031-05-01' },
    ehic: { ...shown, type: 'ehic', value: '8000 2600 0100 0000 0001', periodEnd: '2027-12-31' },
    address: { line: 'ul. Długa 4', postalCode: '00-238', city: 'Warszawa, Polska' }
  } as const
  const patient = await desk.call('registration.foreign', foreign)
  expect(patient.identifiers).toMatchObject([
    { type: 'ehic', country: 'PL', value: '80002600010000000001', periodEnd: '2027-12-31' },
    { type: 'passport', country: 'PL', value: 'AB1234567', periodEnd: '2031-05-01' }
  ])
  expect(patient.address).toEqual(foreign.address)
  const { hits } = await desk.call('patients.search', { text: '80002600010000000001', limit: 5 })
  expect(hits.map(({ id }) => id)).toEqual([patient.id])

  // Nobody is registered by half where one of the two is wrong or somebody else's.
  const other = { ...foreign, familyName: 'Nowak', identifier: { ...foreign.identifier, value: 'CD7654321' } }
  await expect(desk.call('registration.foreign', other)).rejects.toMatchObject({ code: 'number-taken' })
  const outOfDate = {
    ...other,
    ehic: { ...other.ehic, value: '80002600010000000002', periodEnd: '2020-01-01' }
  }
  await expect(desk.call('registration.foreign', outOfDate)).rejects.toMatchObject({
    code: 'identifier-period'
  })
  expect((await desk.call('patients.search', { text: 'Nowak', limit: 5 })).hits).toEqual([])
})

describe('the list of incomplete records', () => {
  it('says of each what is missing, those registered last at the head, page by page', async () => {
    await desk.call('patients.create', namedDraft('Lie', 'Ola'))
    clinic.clock.set(clinic.clock.now().add({ hours: 1 }))
    await desk.call('patients.create', namedDraft('Aas', 'Eva', { birthDate: '2020-05-01' }))
    expect(await incomplete()).toEqual([
      'Eva Aas: number, mobile, gp, guardian',
      'Ola Lie: number, birthDate, mobile, gp'
    ])
    expect(await incomplete('guardian')).toEqual(['Eva Aas: number, mobile, gp, guardian'])
    const first = await desk.call('registration.incomplete', { missing: null, cursor: null, limit: 1 })
    expect(first).toMatchObject({ total: 2, isTotalOpen: false })
    const next = await desk.call('registration.incomplete', {
      missing: null,
      cursor: first.nextCursor,
      limit: 1
    })
    expect(next).toMatchObject({ records: [{ hit: { familyName: 'Lie' } }], nextCursor: null })
  })

  it.each(RECORD_GAPS)('finds who lacks %s by an index', (gap) => {
    const { sql } = clinic.core.database.reader
      .selectFrom('patient')
      .select('id')
      .where(RECORD_GAP_CONDITIONS[gap])
      .orderBy('created_at')
      .orderBy('id')
      .limit(10)
      .compile()
    const plan = clinic.core.database.driver
      .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => detail)
    // Those without a birth date are few, and stand together in the index of birth dates.
    const index = gap === 'birthDate' ? /INDEX patient_birth_date/ : /INDEX patient_without_/
    expect(plan[0]).toMatch(index)
  })
})
