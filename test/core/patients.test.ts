import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PatientId } from '../../src-preload/contract/ids'
import { markContactVerified } from '../../src-main/core/features/patients'
import { verifyAccessLog } from '../../src-main/core/features/audit'
import { namedDraft, patientDraft } from '../builders/patient'
import { openTestClinic, type Client, type TestClinic } from './fixtures/clinic'

let clinic: TestClinic
let desk: Client

beforeEach(async () => {
  clinic = await openTestClinic()
  desk = await clinic.as('receptionist')
})

async function actions(patientId: PatientId): Promise<string[]> {
  const { entries } = await desk.call('audit.forPatient', { patientId, cursor: null })
  return entries.map(({ action, detail }) => (detail === null ? action : `${action}: ${detail}`)).reverse()
}

describe('registering', () => {
  it('keeps what was typed, normalised, and logs and tells it', async () => {
    const draft = patientDraft({ nationalNumber: '178587 10227', email: 'kari@Example.test' })
    const patient = await desk.call('patients.create', draft)
    expect(patient).toMatchObject({
      version: 1,
      age: 39,
      identifiers: [{ type: 'fodselsnummer', value: '17858710227', status: 'in-use' }],
      address: { line: 'Skogvegen 62' },
      mobile: {
        value: '+4741234567',
        display: '412 34 567',
        verifiedAt: null,
        isStale: false,
        sharedWith: 0,
        sharedBy: []
      },
      email: { value: 'kari@example.test' },
      alerts: []
    })
    expect(clinic.events).toContainEqual({ event: 'patients.changed', payload: { patientId: patient.id } })
    expect(await actions(patient.id)).toEqual(['patient.created'])
  })

  it.each([
    [{ familyName: '' }, 'name-missing'],
    [{ nationalNumber: '17858710237' }, 'number-control-digit-2'],
    [{ nationalNumber: '17858710235' }, 'number-warning'],
    [{ birthDate: '1987-05-18' }, 'birth-date-differs'],
    [{ birthDate: '2027-01-01', nationalNumber: null }, 'birth-date'],
    [{ mobile: '22 42 68 56' }, 'mobile-not-mobile'],
    [{ email: 'kari at example' }, 'email']
  ])('refuses %o and writes nothing', async (changes, code) => {
    await expect(desk.call('patients.create', patientDraft(changes))).rejects.toMatchObject({ code })
    expect(await desk.call('patients.search', { text: 'kari', limit: 5 })).toEqual({
      hits: [],
      hasMore: false
    })
  })

  it('takes a number of the 2032 rule once the desk has confirmed it, and goes on saying so', async () => {
    const draft = patientDraft({ nationalNumber: '17858710235', acceptsNumberWarning: true })
    const { id, version, alerts } = await desk.call('patients.create', draft)
    expect(alerts).toEqual(['control-digit-2032'])
    const kept = { ...draft, acceptsNumberWarning: false, note: 'Ring på' }
    expect(await desk.call('patients.update', { id, version, draft: kept })).toMatchObject({
      note: 'Ring på'
    })
  })

  it('refuses a number that somebody has, and says who while it is typed', async () => {
    const { id } = await desk.call('patients.create', patientDraft())
    const twin = patientDraft({ givenName: 'Ola' })
    await expect(desk.call('patients.create', twin)).rejects.toMatchObject({ code: 'number-taken' })
    const question = { text: '17858710227', type: null }
    const check = await desk.call('patients.checkNumber', { ...question, exceptPatientId: null })
    expect(check).toMatchObject({ verdict: 'valid', birthDate: '1987-05-17', takenBy: { id } })
    const own = await desk.call('patients.checkNumber', { ...question, exceptPatientId: id })
    expect(own.takenBy).toBeNull()
  })

  it('shows likely duplicates, best first, and no mere namesakes', async () => {
    const known = await desk.call('patients.create', patientDraft())
    const namesake = namedDraft('Nordmann', 'Kari', { birthDate: '1950-01-01' })
    const older = await desk.call('patients.create', namesake)
    const sister = patientDraft({ givenName: 'Berit', nationalNumber: null, birthDate: '1990-01-01' })
    await desk.call('patients.create', sister)
    const typed = { familyName: 'nordmann', givenName: 'Kari Anne', exceptPatientId: null }
    const unknown = { nationalNumber: null, mobile: null }
    const ids = async (asked: {
      birthDate: string | null
      nationalNumber: string | null
      mobile: string | null
    }) => (await desk.call('patients.findDuplicates', { ...typed, ...asked })).map(({ id }) => id)
    expect(await ids({ ...unknown, birthDate: '1987-05-17' })).toEqual([known.id])
    expect(await ids({ ...unknown, birthDate: null })).toEqual([older.id, known.id])
    expect(await ids({ ...unknown, birthDate: null, mobile: '41234567' })).toEqual([known.id, older.id])
    expect(await ids({ ...unknown, birthDate: '1999-01-01', nationalNumber: '17858710227' })).toEqual([
      known.id
    ])
  })
})

describe('changing', () => {
  it('refuses a change made on an older version', async () => {
    const { id, version } = await desk.call('patients.create', patientDraft())
    await desk.call('patients.update', { id, version, draft: patientDraft({ note: 'Døv' }) })
    const late = { id, version, draft: patientDraft({ note: 'Blind' }) }
    await expect(desk.call('patients.update', late)).rejects.toMatchObject({ code: 'stale-version' })
    expect(await desk.call('patients.open', { id, reason: null })).toMatchObject({ note: 'Døv', version: 2 })
  })

  it('logs the names of the fields that changed, and never their content', async () => {
    const { id, version } = await desk.call('patients.create', patientDraft())
    const draft = patientDraft({ familyName: 'Lie', mobile: '90000000', address: null })
    await desk.call('patients.update', { id, version, draft })
    expect(await actions(id)).toEqual(['patient.created', 'patient.changed: familyName, address, mobile'])
    expect(await verifyAccessLog(clinic.core.database.reader)).toMatchObject({ isWhole: true })
  })

  it('keeps a replaced D-number as ceased, and forgets a number mistyped today', async () => {
    const draft = patientDraft({ nationalNumber: '57858730165' })
    const { id, version } = await desk.call('patients.create', draft)
    const changed = await desk.call('patients.update', { id, version, draft: patientDraft() })
    expect(changed.identifiers.map(({ type, status }) => `${type} ${status}`)).toEqual([
      'fodselsnummer in-use',
      'd-number ceased'
    ])
    const mended = patientDraft({ nationalNumber: '17858710235', acceptsNumberWarning: true })
    const after = await desk.call('patients.update', { id, version: changed.version, draft: mended })
    expect(after.identifiers.map(({ value }) => value)).toEqual(['17858710235', '57858730165'])
  })

  it('keeps the mobile before, and starts a new one unverified', async () => {
    const { id } = await desk.call('patients.create', patientDraft())
    const confirmed = await desk.call('patients.confirmContact', { id, channel: 'mobile' })
    expect(confirmed.mobile).toMatchObject({ verifiedHow: 'said', verifiedAt: '2026-12-03T08:00:00Z' })
    const draft = patientDraft({ mobile: '90000000' })
    const changed = await desk.call('patients.update', { id, version: confirmed.version, draft })
    expect(changed.mobile).toMatchObject({ value: '+4790000000', verifiedAt: null })
    const history = await clinic.core.database.reader
      .selectFrom('patient_contact')
      .select(['value', 'verified_how', 'ended_at'])
      .where('patient_id', '=', id)
      .orderBy('id')
      .execute()
    expect(history.map(({ value, verified_how }) => `${value} ${verified_how}`)).toEqual([
      '+4741234567 null',
      '+4741234567 said',
      '+4790000000 null'
    ])
  })

  it('takes back what was confirmed by mistake, keeping both in the history', async () => {
    const { id } = await desk.call('patients.create', patientDraft())
    const { mobile } = await desk.call('patients.confirmContact', { id, channel: 'mobile' })
    const verifiedAt = mobile?.verifiedAt ?? ''
    const taken = await desk.call('patients.takeBackConfirmation', { id, channel: 'mobile', verifiedAt })
    expect(taken.mobile).toMatchObject({ value: '+4741234567', verifiedAt: null, verifiedHow: null })
    const history = await clinic.core.database.reader
      .selectFrom('patient_contact')
      .select(['verified_how', 'ended_at'])
      .where('patient_id', '=', id)
      .where('channel', '=', 'mobile')
      .orderBy('id')
      .execute()
    expect(history.map(({ verified_how, ended_at }) => [verified_how, ended_at !== null])).toEqual([
      [null, true],
      ['said', true],
      [null, false]
    ])
    await expect(
      desk.call('patients.takeBackConfirmation', { id, channel: 'mobile', verifiedAt })
    ).rejects.toMatchObject({ code: 'confirmation-outdated' })
  })

  it('verifies only the number the code was sent to', async () => {
    const { id } = await desk.call('patients.create', patientDraft())
    const verify = async (value: string) =>
      await clinic.core.database.write(async (transaction) => {
        const verification = { patientId: id, channel: 'mobile', value, how: 'code', by: null } as const
        return await markContactVerified(transaction, verification, '2026-12-03T08:01:00Z')
      })
    expect([await verify('+4790000000'), await verify('+4741234567')]).toEqual([false, true])
    const { mobile } = await desk.call('patients.open', { id, reason: null })
    expect(mobile?.verifiedHow).toBe('code')
  })
})

describe('contact details', () => {
  it('are stale eighteen months after they were last confirmed', async () => {
    const { id } = await desk.call('patients.create', patientDraft())
    const at = async (now: string) => {
      clinic.clock.set(Temporal.Instant.from(now))
      const { mobile, alerts } = await desk.call('patients.open', { id, reason: null })
      return [mobile?.ageMonths, mobile?.isStale, alerts]
    }
    expect(await at('2028-06-02T09:00:00Z')).toEqual([17, false, []])
    const { hits } = await desk.call('patients.search', { text: 'nordmann', limit: 1 })
    expect(hits).toMatchObject([{ id, isMobileStale: false }])
    // The very moment, eighteen months later.
    expect(await at('2028-06-03T09:00:00Z')).toEqual([18, true, ['mobile-stale']])
    const list = await desk.call('patients.list', { filter: 'mobile-stale', cursor: null, limit: 10 })
    expect(list).toMatchObject({ total: 1, hits: [{ id, isMobileStale: true }] })
    const confirmed = await desk.call('patients.confirmContact', { id, channel: 'mobile' })
    expect([confirmed.mobile?.isStale, confirmed.alerts]).toEqual([false, []])
  })

  it('say with how many they are shared', async () => {
    const { id } = await desk.call('patients.create', patientDraft())
    await desk.call('patients.create', namedDraft('Nordmann', 'Ola', { mobile: '41234567' }))
    expect((await desk.call('patients.open', { id, reason: null })).mobile?.sharedWith).toBe(1)
    const check = await desk.call('patients.checkContact', { channel: 'mobile', text: '+47 412 34 567' })
    expect(check.sharedWith.map(({ givenName }) => givenName)).toEqual(['Kari', 'Ola'])
  })
})

describe('a protected patient', () => {
  const PROTECTED = patientDraft({
    addressProtection: 'strictly-confidential',
    gpExternalName: 'Doktor Nordby'
  })

  it('is opened with a reason only, which is logged', async () => {
    const { id } = await desk.call('patients.create', PROTECTED)
    const without = desk.call('patients.open', { id, reason: null })
    await expect(without).rejects.toMatchObject({ code: 'reason-required' })
    await desk.call('patients.open', { id, reason: 'Ringte om time' })
    const { entries } = await desk.call('audit.forPatient', { patientId: id, cursor: null })
    expect(entries.map(({ action, reason }) => [action, reason])).toContainEqual([
      'patient.opened',
      'Ringte om time'
    ])
  })

  it('shows no address and no doctor elsewhere in any answer, and loses neither when it is saved', async () => {
    const created = await desk.call('patients.create', PROTECTED)
    const { id, version } = created
    const draft = { ...PROTECTED, address: null, gpExternalName: null, note: 'Ny' }
    const updated = await desk.call('patients.update', { id, version, draft })
    const answers = [
      created,
      updated,
      await desk.call('patients.search', { text: 'nordmann', limit: 5 }),
      await desk.call('patients.list', { filter: 'all', cursor: null, limit: 5 }),
      await desk.call('patients.checkContact', { channel: 'mobile', text: '41234567' })
    ]
    expect(JSON.stringify(answers)).not.toMatch(/Skogvegen|Gjerdrum|2022|Nordby/)
    const open = { ...draft, addressProtection: 'none' as const, note: '' }
    const shown = await desk.call('patients.update', { id, version: updated.version, draft: open })
    expect(shown).toMatchObject({ address: { line: 'Skogvegen 62' }, gp: { name: 'Doktor Nordby' } })
  })
})

describe('a record that is open', () => {
  const looks = async (id: PatientId) => {
    const { entries } = await desk.call('audit.forPatient', { patientId: id, cursor: null })
    return entries.filter(({ action }) => action === 'patient.opened').length
  }

  it('is read again by the window that has it open, and the look is logged once', async () => {
    const { id } = await desk.call('patients.create', patientDraft())
    await desk.call('patients.open', { id, reason: null })
    const changed = await desk.call('patients.confirmContact', { id, channel: 'mobile' })
    expect(await desk.call('patients.refresh', { id })).toEqual(changed)
    expect(await looks(id)).toBe(1)
  })

  it('is not read by another window or person, nor after the window opened another', async () => {
    const { id } = await desk.call('patients.create', patientDraft())
    const other = await desk.call('patients.create', namedDraft('Berg', 'Ola'))
    const refused = { code: 'not-open' }
    await expect(desk.call('patients.refresh', { id })).rejects.toMatchObject(refused)
    await desk.call('patients.open', { id, reason: null })
    const colleague = await clinic.as('clinician')
    await expect(colleague.call('patients.refresh', { id })).rejects.toMatchObject(refused)
    await desk.call('patients.open', { id: other.id, reason: null })
    await expect(desk.call('patients.refresh', { id })).rejects.toMatchObject(refused)
  })

  it('asks for a reason once it has been protected', async () => {
    const { id, version } = await desk.call('patients.create', patientDraft())
    await desk.call('patients.open', { id, reason: null })
    const draft = patientDraft({ addressProtection: 'confidential', address: null })
    await desk.call('patients.update', { id, version, draft })
    const refused = { code: 'reason-required' }
    await expect(desk.call('patients.refresh', { id })).rejects.toMatchObject(refused)
    await desk.call('patients.open', { id, reason: 'Ringte om time' })
    expect(await desk.call('patients.refresh', { id })).toMatchObject({ id })
  })
})

describe('a child', () => {
  const child = namedDraft('Nordmann', 'Emma', { birthDate: '2011-01-10', mobile: '41234567' })

  async function family() {
    const mother = await desk.call('patients.create', patientDraft())
    const { id } = await desk.call('patients.create', child)
    const relation = {
      childId: id,
      guardianPatientId: mother.id,
      kind: 'parent',
      carriesMessages: true
    } as const
    return { mother, relation, child: await desk.call('patients.addGuardian', relation) }
  }

  const target = async (id: PatientId) =>
    await clinic.core.patients.messageTarget(clinic.core.database.reader, { patientId: id, purpose: 'texts' })

  it('is written to on the mobile of the guardian who carries the messages', async () => {
    const { mother, child: emma } = await family()
    expect(emma.guardians).toMatchObject([
      {
        name: 'Kari Nordmann',
        until: '2027-01-10',
        getsMessages: true,
        sharesMobile: true,
        carriesMessages: true
      }
    ])
    expect(await target(emma.id)).toMatchObject({ ok: true, recipientId: mother.id, isGuardian: true })
    const parent = await desk.call('patients.open', { id: mother.id, reason: null })
    expect(parent.children).toMatchObject([{ name: 'Emma Nordmann', age: 15 }])
  })

  it('decides alone from the sixteenth birthday, and confirms the number first', async () => {
    const { child: emma } = await family()
    clinic.clock.set(Temporal.Instant.from('2027-01-09T23:30:00Z'))
    const grown = await desk.call('patients.open', { id: emma.id, reason: null })
    expect([grown.age, grown.guardians]).toEqual([16, []])
    expect(grown.alerts).toContain('turned-16')
    expect(await target(emma.id)).toEqual({ ok: false, reason: 'turned-16' })
    const confirmed = await desk.call('patients.confirmContact', { id: emma.id, channel: 'mobile' })
    expect(confirmed.alerts).not.toContain('turned-16')
    expect(await target(emma.id)).toMatchObject({ ok: true, isGuardian: false })
  })

  it('is registered together with its guardians, or not at all', async () => {
    const mother = await desk.call('patients.create', patientDraft())
    const guardians = [{ guardianPatientId: mother.id, kind: 'parent' as const, carriesMessages: true }]
    const emma = await desk.call('patients.create', { ...child, guardians })
    expect(emma.guardians).toMatchObject([{ patientId: mother.id, carriesMessages: true }])
    const { entries } = await desk.call('audit.forPatient', { patientId: emma.id, cursor: null })
    expect(entries.map(({ action }) => action)).toEqual(['patient.guardian-added', 'patient.created'])
    const grown = { ...child, givenName: 'Ida', birthDate: '1990-01-10', guardians }
    await expect(desk.call('patients.create', grown)).rejects.toMatchObject({ code: 'guardian-adult' })
    const { total } = await desk.call('patients.list', { filter: 'all', cursor: null, limit: 1 })
    expect(total).toBe(2)
  })

  it('has one guardian who carries the messages, and another takes them over', async () => {
    const { relation, child: emma } = await family()
    const father = await desk.call('patients.create', namedDraft('Nordmann', 'Ola', { mobile: '41234568' }))
    const both = await desk.call('patients.addGuardian', { ...relation, guardianPatientId: father.id })
    expect(both.guardians).toMatchObject([
      { patientId: father.id, carriesMessages: true },
      { carriesMessages: false }
    ])
    expect(await target(emma.id)).toMatchObject({ recipientId: father.id })
    const back = await desk.call('patients.addGuardian', relation)
    expect(back.guardians.map(({ name, carriesMessages }) => [name, carriesMessages])).toEqual([
      ['Kari Nordmann', true],
      ['Ola Nordmann', false]
    ])
  })

  it('has each guardian once, never itself, and none who was ended', async () => {
    const { mother, relation, child: emma } = await family()
    const add = async (changes: object) =>
      await desk.call('patients.addGuardian', { ...relation, ...changes })
    await expect(add({})).rejects.toMatchObject({ code: 'guardian-exists' })
    await expect(add({ guardianPatientId: emma.id })).rejects.toMatchObject({ code: 'guardian-self' })
    await expect(add({ childId: mother.id, guardianPatientId: emma.id })).rejects.toMatchObject({
      code: 'guardian-adult'
    })
    const guardianId = emma.guardians[0]?.guardianId
    if (guardianId === undefined) throw new Error('There is a guardian.')
    const ended = await desk.call('patients.endGuardian', { guardianId, patientId: emma.id })
    expect(ended.guardians).toEqual([])
    expect(await target(emma.id)).toMatchObject({ ok: true, recipientId: emma.id })
  })
})

describe('the list', () => {
  it('pages through everybody in the order of names', async () => {
    for (const name of ['Berg', 'Aas', 'Dahl', 'Aas', 'Lie'])
      await desk.call('patients.create', namedDraft(name, 'Kari'))
    const names: string[] = []
    let cursor: string | null = null
    do {
      const page: { hits: { familyName: string }[]; nextCursor: string | null; total: number } =
        await desk.call('patients.list', { filter: 'incomplete', cursor, limit: 2 })
      expect(page.total).toBe(5)
      names.push(...page.hits.map(({ familyName }) => familyName))
      cursor = page.nextCursor
    } while (cursor !== null)
    // As Norwegian lists are ordered: Aa is the last letter.
    expect(names).toEqual(['Berg', 'Dahl', 'Lie', 'Aas', 'Aas'])
  })

  it('tells whom this user opened last', async () => {
    const first = await desk.call('patients.create', namedDraft('Berg', 'Ola'))
    const second = await desk.call('patients.create', namedDraft('Lie', 'Ola'))
    for (const { id } of [second, first, second]) await desk.call('patients.open', { id, reason: null })
    const recent = async (client: Client) =>
      (await client.call('patients.list', { filter: 'recent', cursor: null, limit: 10 })).hits.map(
        ({ id }) => id
      )
    expect([await recent(desk), await recent(await clinic.as('clinician'))]).toEqual([
      [second.id, first.id],
      []
    ])
  })
})
