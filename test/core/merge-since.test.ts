import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MethodInput } from '../../src-preload/contract'
import type { MergeId, PatientId } from '../../src-preload/contract/ids'
import { patientDraft } from '../builders/patient'
import { openTestClinic, type Client, type TestClinic } from './fixtures/clinic'

const FNR = '17858710227'
const D_NUMBER = '57858730165'

let clinic: TestClinic
let desk: Client

beforeEach(async () => {
  clinic = await openTestClinic()
  desk = await clinic.as('receptionist')
})

const register = async (changes: Partial<MethodInput<'patients.create'>>): Promise<PatientId> =>
  (await desk.call('patients.create', patientDraft({ nationalNumber: null, mobile: null, ...changes }))).id
const open = async (id: PatientId) => await desk.call('patients.open', { id, reason: null })

async function merge(survivor: PatientId, loser: PatientId): Promise<MergeId> {
  const [kept, gone] = [await open(survivor), await open(loser)]
  const { mergeId } = await desk.call('duplicates.merge', {
    survivor: { id: kept.id, version: kept.version },
    loser: { id: gone.id, version: gone.version },
    choices: {},
    reason: null
  })
  return mergeId
}

type Sides = MethodInput<'duplicates.undo'>['sides']
const undo = async (mergeId: MergeId, sides: Sides = []) =>
  await desk.call('duplicates.undo', { mergeId, sides })

describe('a number that was changed while two records were one', () => {
  const replace = async (patientId: PatientId, text: string) =>
    await desk.call('identifiers.replace', { patientId, text, acceptsWarning: false, confirmed: [] })
  const numbersOf = async (id: PatientId) =>
    (await open(id)).identifiers.map(({ value, status }) => `${value} ${status}`)
  const historyOf = async (patientId: PatientId) =>
    (await desk.call('identifiers.history', { patientId })).map(({ after }) => after?.value ?? null)

  it('goes back with the number that it replaced, with its history and its undo', async () => {
    const holder = await register({ nationalNumber: D_NUMBER })
    const kept = await register({ familyName: 'Lie' })
    const mergeId = await merge(kept, holder)
    const { changeId } = await replace(kept, FNR)
    await undo(mergeId)

    expect(await numbersOf(holder)).toEqual([`${FNR} in-use`, `${D_NUMBER} ceased`])
    expect(await numbersOf(kept)).toEqual([])
    expect([await historyOf(holder), await historyOf(kept)]).toEqual([[FNR], []])
    await expect(desk.call('identifiers.undo', { patientId: kept, changeId })).rejects.toMatchObject({
      code: 'not-found'
    })
    await desk.call('identifiers.undo', { patientId: holder, changeId })
    expect(await numbersOf(holder)).toEqual([`${D_NUMBER} in-use`])
  })

  it('goes back, too, where the first was a mistake and another stands in its place', async () => {
    const holder = await register({ nationalNumber: D_NUMBER })
    const kept = await register({ familyName: 'Lie' })
    const mergeId = await merge(kept, holder)
    const [wrong] = (await open(kept)).identifiers
    await desk.call('identifiers.correct', {
      patientId: kept,
      identifierId: wrong!.id,
      right: {
        type: null,
        country: null,
        value: FNR,
        periodStart: null,
        periodEnd: null,
        acceptsWarning: false
      }
    })
    await undo(mergeId)
    expect([await numbersOf(holder), await numbersOf(kept)]).toEqual([[`${FNR} in-use`], []])
    expect([await historyOf(holder), await historyOf(kept)]).toEqual([[FNR], []])
  })

  it('is not taken for one that was removed before it, though that was the newest there was', async () => {
    const holder = await register({ nationalNumber: FNR })
    const kept = await register({ familyName: 'Lie' })
    const mergeId = await merge(kept, holder)
    const [removed] = (await open(kept)).identifiers
    await desk.call('identifiers.correct', { patientId: kept, identifierId: removed!.id, right: null })
    await desk.call('identifiers.add', {
      ...{ patientId: kept, type: null, country: null, value: D_NUMBER },
      ...{ periodStart: null, periodEnd: null, acceptsWarning: false }
    })
    expect((await open(kept)).identifiers[0]!.id).toBeGreaterThan(removed!.id)
    await undo(mergeId)
    expect([await numbersOf(holder), await numbersOf(kept)]).toEqual([[], [`${D_NUMBER} in-use`]])
  })

  it('stays ended where the desk has ended it, and the other keeps theirs', async () => {
    const holder = await register({ nationalNumber: FNR })
    const kept = await register({ nationalNumber: D_NUMBER })
    const { version } = await open(kept)
    const { mergeId } = await desk.call('duplicates.merge', {
      survivor: { id: kept, version },
      loser: { id: holder, version: (await open(holder)).version },
      choices: { nationalNumber: 'loser' },
      reason: null
    })
    const [number] = (await open(kept)).identifiers
    await desk.call('identifiers.cease', { patientId: kept, identifierId: number!.id, on: '2026-12-03' })
    await undo(mergeId)
    expect([await numbersOf(holder), await numbersOf(kept)]).toEqual([
      [`${FNR} ceased`],
      [`${D_NUMBER} in-use`]
    ])
  })

  it('keeps the number in use of whom a passport is given back to', async () => {
    const holder = await register({ nationalNumber: FNR })
    const kept = await register({ familyName: 'Lie' })
    const mergeId = await merge(kept, holder)
    const passport = { type: 'passport', country: 'SE', value: 'AA1234567' } as const
    await desk.call('identifiers.add', {
      ...passport,
      patientId: kept,
      periodStart: null,
      periodEnd: null,
      acceptsWarning: false
    })
    const { madeSince } = await desk.call('duplicates.previewUndo', { mergeId, reason: null })
    await undo(
      mergeId,
      madeSince.map(({ kind, id }) => ({ kind, id, side: 'loser' }))
    )
    expect(await numbersOf(holder)).toEqual([`${FNR} in-use`, 'AA1234567 in-use'])
  })
})

describe('a guardian of both records', () => {
  const child = { birthDate: '2020-05-17', nationalNumber: null } as const
  const tie = async (childId: PatientId, guardianPatientId: PatientId, carriesMessages: boolean) =>
    await desk.call('patients.addGuardian', { childId, guardianPatientId, kind: 'parent', carriesMessages })
  const carriers = async (id: PatientId) =>
    (await open(id)).guardians.map(({ patientId, carriesMessages, carries }) => ({
      patientId,
      carriesMessages,
      carries: [...carries].sort()
    }))
  const choose = async (childId: PatientId, guardian: PatientId) => {
    const relation = (await open(childId)).guardians.find(({ patientId }) => patientId === guardian)
    await desk.call('patients.chooseCarrier', { childId, purpose: 'video', guardianId: relation!.guardianId })
  }

  it('goes on carrying the messages of the child, and of each afterwards what they carried', async () => {
    const [kept, lost] = [await register(child), await register(child)]
    const [mother, father] = [await register({ familyName: 'Lie' }), await register({ familyName: 'Moe' })]
    await tie(kept, mother, false)
    await tie(kept, father, false)
    await tie(lost, mother, true)
    await choose(lost, mother)
    const before = [await carriers(kept), await carriers(lost)]
    const mergeId = await merge(kept, lost)
    expect((await carriers(kept)).find(({ patientId }) => patientId === mother)).toMatchObject({
      carriesMessages: true,
      carries: expect.arrayContaining(['video'])
    })
    await undo(mergeId)
    expect([await carriers(kept), await carriers(lost)]).toEqual(before)
  })

  it('goes on carrying where it was the guardian who was there twice', async () => {
    const small = await register(child)
    const [kept, lost] = [await register({ familyName: 'Lie' }), await register({ familyName: 'Lie' })]
    await tie(small, kept, false)
    await tie(small, lost, true)
    await choose(small, lost)
    const before = await carriers(small)
    const mergeId = await merge(kept, lost)
    expect(await carriers(small)).toMatchObject([{ patientId: kept, carriesMessages: true }])
    expect((await carriers(small))[0]?.carries).toContain('video')
    await undo(mergeId)
    expect(await carriers(small)).toEqual(before)
  })

  it('carries nothing again where the desk has chosen another one since', async () => {
    const small = await register(child)
    const [kept, lost] = [await register({ familyName: 'Lie' }), await register({ familyName: 'Lie' })]
    const father = await register({ familyName: 'Moe' })
    await tie(small, kept, false)
    await tie(small, lost, true)
    const mergeId = await merge(kept, lost)
    await tie(small, father, true)
    await undo(mergeId)
    const carrying = (await carriers(small)).filter(({ carriesMessages }) => carriesMessages)
    expect(carrying.map(({ patientId }) => patientId)).toEqual([father])
  })
})

describe('a no that was said while three records were one', () => {
  const stateOf = async (id: PatientId) => (await open(id)).consents[0]?.state

  it('is everybody’s when they are three again, in whatever order', async () => {
    const [kept, first, second] = [await register({}), await register({}), await register({})]
    const one = await merge(kept, first)
    const two = await merge(kept, second)
    await desk.call('consents.record', {
      patientId: kept,
      decisions: [{ purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' }]
    })
    await desk.call('consents.setReserved', { patientId: kept, isReserved: true })
    await undo(two)
    const { madeSince } = await desk.call('duplicates.previewUndo', { mergeId: one, reason: null })
    expect(madeSince.map(({ code, suggested }) => [code, suggested])).toEqual([
      ['withdrawn', 'both'],
      ['reserved', 'both']
    ])
    await undo(one)
    const everybody = [kept, first, second]
    expect(await Promise.all(everybody.map(stateOf))).toEqual(['withdrawn', 'withdrawn', 'withdrawn'])
    expect(await Promise.all(everybody.map(async (id) => (await open(id)).isReserved))).toEqual([
      true,
      true,
      true
    ])
    for (const patientId of everybody)
      expect(await desk.call('consents.history', { patientId })).toHaveLength(2)
  })

  it('does not hand on what came with a merge that stands', async () => {
    const [kept, first, second] = [await register({}), await register({}), await register({})]
    const one = await merge(kept, first)
    await desk.call('consents.record', {
      patientId: second,
      decisions: [{ purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' }]
    })
    await merge(kept, second)
    await undo(one)
    expect(await stateOf(first)).toBe('default-given')
    expect(await stateOf(kept)).toBe('withdrawn')
  })
})

describe('a legal hold or a deletion', () => {
  it('lands on no record that was merged into another', async () => {
    const [kept, lost] = [await register({}), await register({})]
    await merge(kept, lost)
    const manager = await clinic.as('manager')
    const merged = { code: 'patient-merged' }
    const hold = { patientId: lost, reason: 'Klagesak', until: null }
    await expect(manager.call('holds.place', hold)).rejects.toMatchObject(merged)
    await expect(
      desk.call('erasures.ask', { patientId: lost, reason: 'Har byttet fastlege' })
    ).rejects.toMatchObject(merged)
    expect(await manager.call('erasures.list', {})).toEqual([])
    expect(() =>
      clinic.core.database.driver.exec(
        `insert into legal_hold (patient_id, reason, placed_at, placed_by_name) values (${lost}, 'x', '', '')`
      )
    ).toThrow('patient-merged')
  })

  it('that was placed over two stands over each of them', async () => {
    const [kept, lost] = [await register({}), await register({})]
    const manager = await clinic.as('manager')
    const place = async (patientId: PatientId, reason: string) =>
      await manager.call('holds.place', { patientId, reason, until: null })
    await place(kept, 'Før')
    const mergeId = await merge(kept, lost)
    await place(kept, 'Klagesak')
    const lifted = await place(kept, 'Feil')
    await manager.call('holds.lift', { id: lifted.id })
    await undo(mergeId)
    const standing = async (patientId: PatientId) =>
      (await manager.call('holds.forPatient', { patientId }))
        .filter(({ isStanding }) => isStanding)
        .map(({ reason }) => reason)
    expect([await standing(kept), await standing(lost)]).toEqual([['Klagesak', 'Før'], ['Klagesak']])
  })
})

it('lists the other merges when one of a deleted patient is among them', async () => {
  const [kept, lost, other] = [await register({}), await register({}), await register({})]
  const undone = await merge(kept, lost)
  await undo(undone)
  const standing = await merge(kept, other)
  const manager = await clinic.as('manager')
  const asked = await desk.call('erasures.ask', { patientId: lost, reason: 'Har byttet fastlege' })
  await manager.call('erasures.approve', { id: asked.id })
  clinic.clock.set(Temporal.Instant.from('2026-12-20T03:15:00Z'))
  await clinic.core.retention.run()
  desk = await clinic.as('receptionist')

  const { merges } = await desk.call('duplicates.merges', { patientId: null, cursor: null, limit: 10 })
  expect(merges.map(({ id }) => id)).toEqual([standing])
  await expect(desk.call('duplicates.previewUndo', { mergeId: undone, reason: null })).rejects.toMatchObject({
    code: 'not-found'
  })
})
