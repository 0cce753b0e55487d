import { beforeEach, describe, expect, it } from 'vitest'
import type { IdentifierDraft } from '../../src-preload/contract/identifiers'
import type { IdentifierId } from '../../src-preload/contract/ids'
import type { Patient } from '../../src-preload/contract/patients'
import { namedDraft, patientDraft } from '../builders/patient'
import { openTestClinic, type Client, type TestClinic } from './fixtures/clinic'

const NATIONAL = '17858710227'
const OTHER_NATIONAL = '17858710309'
const D_NUMBER = '57858730165'

let clinic: TestClinic
let desk: Client

beforeEach(async () => {
  clinic = await openTestClinic()
  desk = await clinic.as('receptionist')
})

const withDNumber = () => desk.call('patients.create', patientDraft({ nationalNumber: D_NUMBER }))

const draftOf = (change: Partial<IdentifierDraft>): IdentifierDraft => ({
  type: null,
  country: null,
  value: NATIONAL,
  acceptsWarning: false,
  periodStart: null,
  periodEnd: null,
  ...change
})

const passport = draftOf({ type: 'passport', country: 'PL', value: 'ab 123.4567', periodEnd: '2031-04-30' })

const shown = ({ identifiers }: Patient) =>
  identifiers.map(({ type, value, status }) => [type, value, status])

function onlyIdOf({ identifiers }: Patient): IdentifierId {
  const [only, ...others] = identifiers
  if (!only || others.length > 0) throw new Error('the patient has one identifier')
  return only.id
}

async function found(text: string) {
  const { hits } = await desk.call('patients.search', { text, limit: 5 })
  return hits.map(({ familyName, foundBy }) => (foundBy ? `${familyName} by ${foundBy.type}` : familyName))
}

async function actions({ id }: Patient): Promise<string[]> {
  const { entries } = await desk.call('audit.forPatient', { patientId: id, cursor: null })
  return entries.map(({ action }) => action).reverse()
}

async function history({ id }: Patient) {
  const changes = await desk.call('identifiers.history', { patientId: id })
  return changes.map(({ kind, before, after, isUndone }) =>
    [kind, before?.value ?? '', after?.value ?? '', isUndone ? 'undone' : ''].join(' ').trim()
  )
}

describe('a fødselsnummer after a D-number', () => {
  const replacement = { text: '178587 10227', acceptsWarning: false, confirmed: [] }

  it('says beforehand what will happen, and changes nothing', async () => {
    const { id } = await withDNumber()
    const plan = await desk.call('identifiers.planReplacement', { patientId: id, text: replacement.text })
    expect(plan).toMatchObject({
      verdict: { verdict: 'valid', type: 'fodselsnummer', takenBy: null },
      ends: [{ type: 'd-number', value: D_NUMBER }],
      birthDate: null,
      isForPortal: true,
      questions: []
    })
    expect(await found(D_NUMBER)).toEqual(['Nordmann'])
  })

  it('keeps one patient, ceases the D-number today, and finds them by either', async () => {
    const before = await withDNumber()
    clinic.clock.set(clinic.clock.now().add({ hours: 24 * 30 }))
    const { patient } = await desk.call('identifiers.replace', { patientId: before.id, ...replacement })
    expect(patient).toMatchObject({ id: before.id, version: before.version + 1 })
    expect(patient.identifiers).toMatchObject([
      { type: 'fodselsnummer', value: NATIONAL, status: 'in-use', periodStart: '2027-01-02' },
      {
        type: 'd-number',
        value: D_NUMBER,
        status: 'ceased',
        periodStart: '2026-12-03',
        periodEnd: '2027-01-02'
      }
    ])
    expect([await found(NATIONAL), await found(D_NUMBER)]).toEqual([['Nordmann'], ['Nordmann by d-number']])
    expect(await history(patient)).toEqual([`replaced ${D_NUMBER} ${NATIONAL}`])
    expect(await actions(patient)).toEqual([
      'patient.created',
      'identifier.replaced',
      'identifier.history-opened'
    ])
    expect(clinic.events).toContainEqual({ event: 'patients.changed', payload: { patientId: patient.id } })
  })

  it('asks about another birth date, and takes it once that is confirmed', async () => {
    const { id } = await desk.call(
      'patients.create',
      patientDraft({ nationalNumber: null, birthDate: '1987-05-18' })
    )
    await desk.call('identifiers.add', {
      patientId: id,
      ...draftOf({ type: 'fh-number', value: '83072252481' })
    })
    const plan = await desk.call('identifiers.planReplacement', { patientId: id, text: NATIONAL })
    expect(plan).toMatchObject({ birthDate: '1987-05-17', questions: ['birth-date-differs'] })
    const asked = { patientId: id, ...replacement }
    await expect(desk.call('identifiers.replace', asked)).rejects.toMatchObject({
      code: 'replacement-unconfirmed'
    })
    const { patient, changeId } = await desk.call('identifiers.replace', {
      ...asked,
      confirmed: ['birth-date-differs']
    })
    expect(patient.birthDate).toBe('1987-05-17')
    const undone = await desk.call('identifiers.undo', { patientId: id, changeId })
    expect([undone.birthDate, shown(undone)]).toEqual([
      '1987-05-18',
      [['fh-number', '83072252481', 'in-use']]
    ])
  })

  it('asks whether a number of the same kind is not rather a typing error', async () => {
    const { id } = await desk.call('patients.create', patientDraft())
    const plan = await desk.call('identifiers.planReplacement', { patientId: id, text: OTHER_NATIONAL })
    expect(plan.questions).toEqual(['same-kind'])
  })

  it('names the other patient who has the number, and refuses it', async () => {
    const other = await desk.call('patients.create', patientDraft({ familyName: 'Lie' }))
    const { id } = await withDNumber()
    const plan = await desk.call('identifiers.planReplacement', { patientId: id, text: NATIONAL })
    expect(plan.verdict.takenBy).toMatchObject({ id: other.id })
    await expect(desk.call('identifiers.replace', { patientId: id, ...replacement })).rejects.toMatchObject({
      code: 'number-taken'
    })
    expect(await found(D_NUMBER)).toEqual(['Nordmann'])
  })

  it('is taken back as a whole, once', async () => {
    const { id } = await withDNumber()
    const { changeId } = await desk.call('identifiers.replace', { patientId: id, ...replacement })
    const undone = await desk.call('identifiers.undo', { patientId: id, changeId })
    expect(shown(undone)).toEqual([['d-number', D_NUMBER, 'in-use']])
    expect(undone.identifiers[0]?.periodEnd).toBeNull()
    expect(await found(NATIONAL)).toEqual([])
    expect(await history(undone)).toEqual([`replaced ${D_NUMBER} ${NATIONAL} undone`])
    await expect(desk.call('identifiers.undo', { patientId: id, changeId })).rejects.toMatchObject({
      code: 'identifier-changed-since'
    })
  })

  it('refuses where no number would end', async () => {
    const { id } = await desk.call('patients.create', namedDraft('Lie', 'Ola'))
    await expect(desk.call('identifiers.replace', { patientId: id, ...replacement })).rejects.toMatchObject({
      code: 'replacement-nothing'
    })
  })
})

describe('a wrong number corrected', () => {
  it('is another thing: the wrong one finds nobody and is no former number, but who and when is kept', async () => {
    const patient = await withDNumber()
    const corrected = await desk.call('identifiers.correct', {
      patientId: patient.id,
      identifierId: onlyIdOf(patient),
      right: draftOf({})
    })
    expect(shown(corrected.patient)).toEqual([['fodselsnummer', NATIONAL, 'in-use']])
    expect([await found(NATIONAL), await found(D_NUMBER)]).toEqual([['Nordmann'], []])
    expect(await desk.call('identifiers.history', { patientId: patient.id })).toMatchObject([
      { kind: 'corrected', before: { value: D_NUMBER }, after: { value: NATIONAL }, userName: 'Randi Berg' }
    ])
    const undone = await desk.call('identifiers.undo', {
      patientId: patient.id,
      changeId: corrected.changeId
    })
    expect(undone.identifiers).toEqual(patient.identifiers)
  })
})

describe('several identifiers at once', () => {
  it('keeps a passport beside a D-number, each with its period, and finds by both', async () => {
    const { id } = await withDNumber()
    const { patient } = await desk.call('identifiers.add', { patientId: id, ...passport })
    expect(patient.identifiers).toMatchObject([
      { type: 'd-number', value: D_NUMBER, country: null },
      { type: 'passport', value: 'AB1234567', country: 'PL', status: 'in-use', periodEnd: '2031-04-30' }
    ])
    expect([await found('ab1234567'), await found('AB 1234567')]).toEqual([
      ['Nordmann by passport'],
      ['Nordmann by passport']
    ])
    const { hits } = await desk.call('patients.search', { text: 'nordmann', limit: 5 })
    expect(hits).toMatchObject([{ nationalNumber: D_NUMBER, foundBy: null }])
  })

  it('lets two countries issue the same number, and one only once', async () => {
    const one = await desk.call('patients.create', namedDraft('Lie', 'Ola'))
    const other = await desk.call('patients.create', namedDraft('Lie', 'Per'))
    await desk.call('identifiers.add', { patientId: one.id, ...passport })
    await desk.call('identifiers.add', { patientId: other.id, ...passport, country: 'DE' })
    const third = await desk.call('patients.create', namedDraft('Lie', 'Kai'))
    const again = { patientId: third.id, ...passport }
    await expect(desk.call('identifiers.add', again)).rejects.toMatchObject({ code: 'number-taken' })
    await expect(desk.call('identifiers.add', { ...again, patientId: one.id })).rejects.toMatchObject({
      code: 'identifier-exists'
    })
  })

  it('notes a Danish CPR number of a patient as a foreign number, and warns where it breaks the rule', async () => {
    const { id } = await desk.call(
      'patients.create',
      patientDraft({ birthDate: '1948-12-25', nationalNumber: null })
    )
    const cpr = draftOf({ type: 'foreign-number', country: 'DK', value: '251248-9996' })
    const { patient } = await desk.call('identifiers.add', { patientId: id, ...cpr })
    expect(patient.identifiers).toMatchObject([
      { type: 'foreign-number', country: 'DK', value: '2512489996' }
    ])
    expect(patient.alerts).not.toContain('number-missing')
    expect(await found('251248-9996')).toEqual(['Nordmann'])
    const odd = { patientId: id, ...cpr, value: '310248-9996' }
    await expect(desk.call('identifiers.add', odd)).rejects.toMatchObject({ code: 'number-warning' })
  })

  it.each([
    [{ country: null }, 'identifier-country'],
    [{ country: 'NO' as const }, 'identifier-country'],
    [{ value: 'A1' }, 'identifier-shape'],
    [{ periodEnd: '2020-01-01' }, 'identifier-period'],
    [{ periodStart: '2027-01-01' }, 'identifier-period'],
    [{ type: null, country: null, value: NATIONAL, periodEnd: null }, 'number-main-exists']
  ])('refuses %o', async (change, code) => {
    const { id } = await withDNumber()
    const asked = { patientId: id, ...passport, ...change }
    await expect(desk.call('identifiers.add', asked)).rejects.toMatchObject({ code })
  })

  it('ends one at a day, which is found still, and opens it again', async () => {
    const patient = await withDNumber()
    const identifierId = onlyIdOf(patient)
    const ending = { patientId: patient.id, identifierId, on: '2026-12-04' }
    await expect(desk.call('identifiers.cease', ending)).rejects.toMatchObject({ code: 'identifier-period' })
    const ended = await desk.call('identifiers.cease', { ...ending, on: '2026-12-03' })
    expect(ended.patient.alerts).toContain('number-missing')
    expect(await found(D_NUMBER)).toEqual(['Nordmann by d-number'])
    const undone = await desk.call('identifiers.undo', { patientId: patient.id, changeId: ended.changeId })
    expect(undone.identifiers).toEqual(patient.identifiers)
  })

  it('undoes only the newest change, and not once another patient has the number', async () => {
    const { id } = await withDNumber()
    const first = await desk.call('identifiers.replace', {
      patientId: id,
      text: NATIONAL,
      acceptsWarning: false,
      confirmed: []
    })
    await desk.call('identifiers.add', { patientId: id, ...passport })
    const undo = { patientId: id, changeId: first.changeId }
    await expect(desk.call('identifiers.undo', undo)).rejects.toMatchObject({
      code: 'identifier-changed-since'
    })
  })

  it('belongs to the desk alone', async () => {
    const { id } = await withDNumber()
    const clinician = await clinic.as('clinician')
    await expect(clinician.call('identifiers.history', { patientId: id })).rejects.toMatchObject({
      code: 'not-allowed'
    })
  })
})
