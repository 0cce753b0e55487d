import { beforeEach, describe, expect, it } from 'vitest'
import type { MergeChoices } from '../../src-preload/contract/duplicates'
import type { MergeId, PatientId } from '../../src-preload/contract/ids'
import type { MethodInput } from '../../src-preload/contract'
import { namedDraft, patientDraft } from '../builders/patient'
import { openTestClinic, type Client, type TestClinic } from './fixtures/clinic'

let clinic: TestClinic
let desk: Client

beforeEach(async () => {
  clinic = await openTestClinic()
  desk = await clinic.as('receptionist')
})

const FNR = '17858710227'
const D_NUMBER = '57858730165'
type Draft = MethodInput<'patients.create'>

const register = async (changes: Partial<Draft>): Promise<PatientId> =>
  (await desk.call('patients.create', patientDraft({ nationalNumber: null, ...changes }))).id
const open = async (id: PatientId) => await desk.call('patients.open', { id, reason: null })

async function merge(survivor: PatientId, loser: PatientId, choices: MergeChoices = {}): Promise<MergeId> {
  const { one, other } = await desk.call('duplicates.compare', {
    oneId: survivor,
    otherId: loser,
    reason: null
  })
  const { mergeId } = await desk.call('duplicates.merge', {
    survivor: { id: one.id, version: one.version },
    loser: { id: other.id, version: other.version },
    choices,
    reason: null
  })
  return mergeId
}

const search = async (text: string) => (await desk.call('patients.search', { text, limit: 20 })).hits
const pairs = async () => (await desk.call('duplicates.list', { cursor: null, limit: 50 })).pairs
const undo = async (mergeId: MergeId) => await desk.call('duplicates.undo', { mergeId, sides: [] })

describe('finding', () => {
  it('says why a patient is likely the one being typed', async () => {
    const id = await register({ familyName: 'Christensen', nationalNumber: FNR })
    const [hit] = await desk.call('patients.findDuplicates', {
      familyName: 'Kristensen',
      givenName: 'Kari',
      birthDate: '1987-05-17',
      nationalNumber: null,
      mobile: '41234567',
      exceptPatientId: null
    })
    expect(hit).toMatchObject({ id, score: 99, reasons: ['birth-date', 'name-sounds', 'mobile'] })
  })

  it('shows a namesake whose birth date differs in a digit or is not known, and none born another day', async () => {
    const named = { familyName: 'O’Brien Lie', givenName: 'Kari', mobile: null }
    const mistyped = await register({ ...named, birthDate: '1987-05-19' })
    await register({ ...named, birthDate: '1950-01-01' })
    const typed = { givenName: 'Kari', nationalNumber: null, mobile: null, exceptPatientId: null }
    const found = async (familyName: string, birthDate: string | null) =>
      (await desk.call('patients.findDuplicates', { ...typed, familyName, birthDate })).map(({ id }) => id)
    expect(await found('Lie', '1987-05-17')).toEqual([mistyped])
    expect(await found('O’Brien', '1987-05-17')).toEqual([mistyped])
    expect(await found('O’Brien', null)).toHaveLength(2)
  })

  it('says on the card of each that the other may be the same person, until somebody has decided', async () => {
    const one = await register({ familyName: 'Nordmann', mobile: null })
    const other = await register({ familyName: 'Nordman', mobile: null })
    expect((await open(other)).alerts).not.toContain('possible-duplicate')
    await clinic.core.searchDuplicates()
    const pair = { oneId: one, otherId: other }
    for (const id of [one, other]) {
      expect((await open(id)).alerts).toContain('possible-duplicate')
      expect(await desk.call('duplicates.ofPatient', { patientId: id })).toEqual(pair)
    }
    await desk.call('duplicates.dismiss', pair)
    expect((await open(one)).alerts).not.toContain('possible-duplicate')
    expect(await desk.call('duplicates.ofPatient', { patientId: one })).toBeNull()
  })

  it('keeps the pairs of a night for review, the likeliest first, and goes on where it was broken off', async () => {
    const kari = await register({ familyName: 'Nordmann', mobile: null })
    const twice = await register({ familyName: 'Nordman', mobile: null })
    const swapped = await register({ birthDate: '1987-05-04', familyName: 'Lie', mobile: null })
    const other = await register({ birthDate: '1987-04-05', familyName: 'Lie', mobile: null })
    await register({ givenName: 'Berit', mobile: null })
    await clinic.core.searchDuplicates()
    expect(await pairs()).toMatchObject([
      {
        one: { id: kari },
        other: { id: twice },
        score: 91,
        reasons: ['birth-date', 'name-sounds', 'address']
      },
      { one: { id: swapped }, other: { id: other }, score: 85 }
    ])
    expect(clinic.events).toContainEqual({ event: 'duplicates.changed', payload: {} })

    const again = await clinic.restart()
    desk = await again.as('receptionist')
    const third = await register({ familyName: 'Nordmann', mobile: null, givenName: 'Kari Anne' })
    await again.core.searchDuplicates()
    expect((await pairs()).map(({ one, other: second, score }) => [one.id, second.id, score])).toEqual([
      [kari, third, 95],
      [kari, twice, 91],
      [twice, third, 91],
      [swapped, other, 85]
    ])
  })

  it('does not propose a dismissed pair again unless more speaks for it', async () => {
    const one = await register({ mobile: null, address: null })
    const other = await register({ mobile: null, address: null })
    await clinic.core.searchDuplicates()
    await desk.call('duplicates.dismiss', { oneId: one, otherId: other })
    expect(await pairs()).toEqual([])
    const change = async (changes: Partial<Draft>) => {
      const { version } = await open(other)
      const { guardians: _none, ...draft } = patientDraft({
        nationalNumber: null,
        mobile: null,
        address: null,
        ...changes
      })
      await desk.call('patients.update', { id: other, version, draft })
      clinic.clock.set(clinic.clock.now().add({ hours: 1 }))
      await clinic.core.searchDuplicates()
    }
    await change({ note: 'Ringte' })
    expect(await pairs()).toEqual([])
    await change({ mobile: '41234567' })
    expect(await pairs()).toEqual([])
    const { version } = await open(one)
    const { guardians: _none, ...draft } = patientDraft({ nationalNumber: null, address: null })
    await desk.call('patients.update', { id: one, version, draft })
    await clinic.core.searchDuplicates()
    expect(await pairs()).toMatchObject([{ score: 99, reasons: ['birth-date', 'name', 'mobile'] }])
    await change({ familyName: 'Lie', givenName: 'Ola', mobile: null })
    expect(await pairs()).toEqual([])
  })

  it('takes a dismissal back', async () => {
    const [oneId, otherId] = [await register({}), await register({})]
    await clinic.core.searchDuplicates()
    await desk.call('duplicates.dismiss', { oneId, otherId })
    await desk.call('duplicates.reopen', { oneId, otherId })
    expect(await pairs()).toHaveLength(1)
  })
})

describe('merging', () => {
  it('keeps the numbers of both, the chosen one in use, and is found by either', async () => {
    const kept = await register({ nationalNumber: FNR, mobile: null })
    const lost = await register({ nationalNumber: D_NUMBER, familyName: 'Nordman', mobile: '900 00 000' })
    await merge(kept, lost, { familyName: 'survivor' })
    const patient = await open(kept)
    expect(patient).toMatchObject({ familyName: 'Nordmann', mobile: { value: '+4790000000' } })
    expect(patient.identifiers.map(({ value, status }) => `${value} ${status}`)).toEqual([
      `${FNR} in-use`,
      `${D_NUMBER} ceased`
    ])
    expect(await search(D_NUMBER)).toMatchObject([{ id: kept, foundBy: { value: D_NUMBER } }])
    expect(await search('90000000')).toMatchObject([{ id: kept }])
    expect(await search('nordman')).toMatchObject([{ id: kept }])
    expect(await search('17.05.1987')).toMatchObject([{ id: kept }])
    const { hits, total } = await desk.call('patients.list', { filter: 'all', cursor: null, limit: 10 })
    expect([hits.map(({ id }) => id), total]).toEqual([[kept], 1])
  })

  it('leads from the merged record to the one that stands, and writes nothing to it', async () => {
    const [kept, lost] = [await register({}), await register({})]
    await merge(kept, lost)
    expect(await open(lost)).toMatchObject({ id: kept })
    const refused = { code: 'patient-merged' }
    await expect(
      desk.call('consents.record', {
        patientId: lost,
        decisions: [{ purpose: 'recall', channel: 'sms', decision: 'given' }]
      })
    ).rejects.toMatchObject(refused)
    await expect(desk.call('patients.confirmContact', { id: lost, channel: 'mobile' })).rejects.toMatchObject(
      refused
    )
    expect(clinic.events).toContainEqual({ event: 'patients.merged', payload: { from: lost, into: kept } })
  })

  it('lets the newest decision about consent count, and a reservation or protection of either stand', async () => {
    const kept = await register({})
    const lost = await register({ addressProtection: 'confidential' })
    const decide = async (patientId: PatientId, decision: 'given' | 'withdrawn') =>
      await desk.call('consents.record', {
        patientId,
        decisions: [{ purpose: 'appointment-reminder', channel: 'sms', decision }]
      })
    await decide(kept, 'given')
    await decide(lost, 'withdrawn')
    await desk.call('consents.setReserved', { patientId: lost, isReserved: true })
    const { one, other } = await desk.call('duplicates.compare', {
      oneId: kept,
      otherId: lost,
      reason: 'Rydder'
    })
    const request = {
      survivor: { id: one.id, version: one.version },
      loser: { id: other.id, version: other.version },
      choices: {}
    }
    await expect(desk.call('duplicates.merge', { ...request, reason: null })).rejects.toMatchObject({
      code: 'reason-required'
    })
    const { mergeId } = await desk.call('duplicates.merge', { ...request, reason: 'Rydder' })
    const patient = await desk.call('patients.open', { id: kept, reason: 'Rydder' })
    expect(patient).toMatchObject({ isReserved: true, addressProtection: 'confidential' })
    expect(patient.consents[0]).toMatchObject({ purpose: 'appointment-reminder', state: 'withdrawn' })
    expect(await desk.call('consents.history', { patientId: kept })).toHaveLength(3)
    await undo(mergeId)
    const again = await open(kept)
    expect(again).toMatchObject({ isReserved: false, addressProtection: 'none' })
    expect(again.consents[0]).toMatchObject({ state: 'given' })
    expect(await desk.call('consents.history', { patientId: kept })).toHaveLength(1)
  })

  it('refuses to merge a child with its guardian, or on an older version', async () => {
    const mother = await register({ mobile: null })
    const child = await register({ birthDate: '2020-05-17', mobile: null })
    const relation = {
      childId: child,
      guardianPatientId: mother,
      kind: 'parent',
      carriesMessages: true
    } as const
    await desk.call('patients.addGuardian', relation)
    await expect(merge(mother, child)).rejects.toMatchObject({ code: 'merge-related' })
    const other = await register({ mobile: null })
    await expect(
      desk.call('duplicates.merge', {
        survivor: { id: mother, version: 1 },
        loser: { id: other, version: 7 },
        choices: {},
        reason: null
      })
    ).rejects.toMatchObject({ code: 'stale-version' })
  })

  it('lets one guardian carry each kind of message, and gives the other theirs back', async () => {
    const child = { birthDate: '2020-05-17', mobile: null } as const
    const [kept, lost] = [await register(child), await register(child)]
    const [mother, father] = [await register({ familyName: 'Lie' }), await register({ familyName: 'Moe' })]
    for (const [childId, guardianPatientId] of [
      [kept, mother],
      [lost, father],
      [lost, mother]
    ] as const)
      await desk.call('patients.addGuardian', {
        childId,
        guardianPatientId,
        kind: 'parent',
        carriesMessages: guardianPatientId !== mother || childId === kept
      })
    const carriers = async (id: PatientId) =>
      (await open(id)).guardians.map(({ patientId, carriesMessages }) => [patientId, carriesMessages])
    const before = [await carriers(kept), await carriers(lost)]
    const mergeId = await merge(kept, lost)
    expect(await carriers(kept)).toEqual([
      [mother, true],
      [father, false]
    ])
    await undo(mergeId)
    expect([await carriers(kept), await carriers(lost)]).toEqual(before)
  })

  it('shows each both logs while they are one, and afterwards what was seen meanwhile', async () => {
    const [kept, lost] = [await register({}), await register({ mobile: null })]
    const log = async (patientId: PatientId) =>
      (await desk.call('audit.forPatient', { patientId, cursor: null })).entries
        .map(({ action }) => action)
        .filter((action) => action !== 'access-log.opened')
        .reverse()
    const mergeId = await merge(kept, lost)
    await open(kept)
    const looked = ['patient.created', 'patient.compared']
    expect(await log(kept)).toEqual([
      'patient.created',
      'patient.created',
      'patient.compared',
      'patient.compared',
      'patient.merged',
      'patient.merged-into',
      'patient.opened'
    ])
    await undo(mergeId)
    await open(kept)
    expect(await log(lost)).toEqual([
      ...looked,
      'patient.merged',
      'patient.merged-into',
      'patient.opened',
      'patient.merge-undone'
    ])
    expect(await log(kept)).toEqual([
      ...looked,
      'patient.merged',
      'patient.opened',
      'patient.merge-undone',
      'patient.opened'
    ])
  })
})

describe('undoing', () => {
  it('makes both what they were, but for what somebody has changed since', async () => {
    const kept = await register({ nationalNumber: FNR, email: 'kari@example.no', note: 'Døv' })
    const lost = await register({
      nationalNumber: D_NUMBER,
      familyName: 'Lie',
      mobile: '900 00 000',
      note: 'Tolk'
    })
    const before = [await open(kept), await open(lost)]
    const mergeId = await merge(kept, lost, { familyName: 'loser', mobile: 'loser', note: 'both' })
    const merged = await open(kept)
    expect(merged).toMatchObject({
      familyName: 'Lie',
      mobile: { value: '+4790000000' },
      email: { value: 'kari@example.no' },
      note: 'Døv\nTolk'
    })
    const { guardians: _none, ...draft } = patientDraft({
      familyName: 'Lie',
      mobile: '900 00 000',
      email: 'ny@example.no',
      note: 'Døv\nTolk'
    })
    await desk.call('patients.update', { id: kept, version: merged.version, draft })
    expect(await desk.call('duplicates.previewUndo', { mergeId, reason: null })).toMatchObject({
      obstacle: null,
      stayingFields: ['email'],
      returningFields: ['familyName', 'mobile', 'note']
    })
    await undo(mergeId)
    const after = [await open(kept), await open(lost)]
    const facts = ({ familyName, note, mobile, email, identifiers }: (typeof after)[number]) => ({
      familyName,
      note,
      mobile: mobile?.value,
      email: email?.value,
      identifiers
    })
    expect(after.map(facts)).toEqual([{ ...facts(before[0]!), email: 'ny@example.no' }, facts(before[1]!)])
    expect(await search('lie')).toMatchObject([{ id: lost }])
    await expect(undo(mergeId)).rejects.toMatchObject({ code: 'merge-undone' })
    await clinic.core.searchDuplicates()
    expect(await pairs()).toEqual([])
  })

  it('undoes two merges into one record in either order', async () => {
    const kept = await register({ familyName: 'Berg', mobile: null })
    const first = await register({ familyName: 'Lie', mobile: '900 00 001' })
    const second = await register({ familyName: 'Moe', mobile: '900 00 002' })
    const one = await merge(kept, first, { familyName: 'loser', mobile: 'loser' })
    const two = await merge(kept, second, { familyName: 'loser', mobile: 'loser' })
    await undo(one)
    expect(await open(kept)).toMatchObject({ familyName: 'Moe', mobile: { value: '+4790000002' } })
    expect(await open(first)).toMatchObject({ familyName: 'Lie', mobile: { value: '+4790000001' } })
    await undo(two)
    expect(await open(kept)).toMatchObject({ familyName: 'Berg', mobile: null })
    expect(await open(second)).toMatchObject({ familyName: 'Moe', mobile: { value: '+4790000002' } })
  })

  it('undoes a chain from its end, and says so where it is begun in the middle', async () => {
    const [first, second, third] = [await register({}), await register({}), await register({})]
    const one = await merge(second, first)
    const two = await merge(third, second)
    const fourth = await register({ familyName: 'Ytterst' })
    const three = await merge(fourth, third)
    await expect(undo(one)).rejects.toMatchObject({
      code: 'merge-inside',
      parameters: { name: 'Kari Ytterst' }
    })
    expect(await desk.call('duplicates.previewUndo', { mergeId: one, reason: null })).toMatchObject({
      obstacle: 'merge-inside',
      undoFirst: { mergeId: three, name: 'Kari Ytterst' }
    })
    await undo(three)
    await undo(two)
    expect(await open(first)).toMatchObject({ id: second })
    await undo(one)
    expect(await open(first)).toMatchObject({ id: first })
  })

  it('lists merges with who made them, and a person only known by name', async () => {
    const kept = await register({})
    const { id: lost } = await desk.call('patients.create', namedDraft('Ukjent', 'Mann'))
    const mergeId = await merge(kept, lost)
    const listed = await desk.call('duplicates.merges', { patientId: kept, cursor: null, limit: 10 })
    expect(listed.merges).toMatchObject([
      {
        id: mergeId,
        survivor: { id: kept },
        formerName: 'Mann Ukjent',
        userName: 'Randi Berg',
        undoneAt: null
      }
    ])
  })
})
