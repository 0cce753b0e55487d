import { Temporal } from 'temporal-polyfill'
import { beforeEach, expect, it } from 'vitest'
import type { PatientId } from '../../src-preload/contract/ids'
import { consentState, recordDecision } from '../../src-main/core/features/consents'
import { readClinicDay } from '../../src-main/core/features/patients'
import { SYSTEM_ACTOR } from '../../src-main/core/rpc/handlers'
import { namedDraft, patientDraft } from '../builders/patient'
import { openTestClinic, type Client, type TestClinic } from './fixtures/clinic'

let clinic: TestClinic
let desk: Client
let patientId: PatientId

const REMINDER = { purpose: 'appointment-reminder', channel: 'sms' } as const

beforeEach(async () => {
  clinic = await openTestClinic()
  desk = await clinic.as('receptionist')
  patientId = (await desk.call('patients.create', patientDraft())).id
})

async function reminder(id = patientId) {
  const day = await readClinicDay(clinic.core.clock, clinic.core.settings)
  const key = { patientId: id, ...REMINDER }
  const { state, isAllowed } = await consentState(clinic.core.database.reader, key, day)
  return [state, isAllowed]
}

it('counts giving the number as consent to reminders, codes and video links in Norway, and to nothing else', async () => {
  const { consents, alerts } = await desk.call('patients.open', { id: patientId, reason: null })
  const allowed = consents.filter(({ isAllowed }) => isAllowed)
  expect(allowed.map(({ purpose, channel }) => `${purpose} ${channel}`)).toEqual([
    'appointment-reminder sms',
    'one-time-code sms',
    'video-link sms'
  ])
  expect([consents.length, alerts]).toEqual([12, []])
})

it('asks for prior consent in Denmark and the Netherlands, and says at the booking that it is missing', async () => {
  await clinic.core.database.write((transaction) =>
    clinic.core.settings.write(transaction, { country: 'DK' })
  )
  clinic.core.settings.forget()
  expect(await reminder()).toEqual(['default-missing', false])
  const { consents, alerts } = await desk.call('patients.open', { id: patientId, reason: null })
  expect([consents.some(({ isAllowed }) => isAllowed), alerts]).toEqual([false, ['consent-missing']])
  await desk.call('consents.record', { patientId, decisions: [{ ...REMINDER, decision: 'withdrawn' }] })
  const asked = await desk.call('patients.open', { id: patientId, reason: null })
  expect(asked.alerts).toEqual([])
})

it('appends each decision and lets the newest count', async () => {
  for (const decision of ['given', 'withdrawn'] as const)
    await desk.call('consents.record', { patientId, decisions: [{ ...REMINDER, decision }] })
  expect(await reminder()).toEqual(['withdrawn', false])
  expect(await desk.call('consents.history', { patientId })).toMatchObject([
    { decision: 'withdrawn', legalBasis: 'none', how: 'desk', byUser: 'Randi Berg', wordingVersion: 'nb-2' },
    { decision: 'given', legalBasis: 'consent', how: 'desk' }
  ])
  const tamper = () => clinic.core.database.driver.exec(`update consent_decision set decision = 'given'`)
  expect(tamper).toThrow('consent-append-only')
})

it('takes a withdrawal by SMS', async () => {
  const day = await readClinicDay(clinic.core.clock, clinic.core.settings)
  await clinic.core.database.write(async (transaction) => {
    const decision = { patientId, ...REMINDER, decision: 'withdrawn' } as const
    await recordDecision(transaction, decision, { how: 'sms-reply', actor: SYSTEM_ACTOR, day })
  })
  expect(await reminder()).toEqual(['withdrawn', false])
  const history = await desk.call('consents.history', { patientId })
  expect(history).toMatchObject([{ how: 'sms-reply', byUser: null }])
})

it('stops everything to a reserved patient, whatever was given, and no longer when it is ended', async () => {
  await desk.call('consents.record', { patientId, decisions: [{ ...REMINDER, decision: 'given' }] })
  const stopped = await desk.call('consents.setReserved', { patientId, isReserved: true })
  expect(stopped.consents.some(({ isAllowed }) => isAllowed)).toBe(false)
  await desk.call('consents.setReserved', { patientId, isReserved: true })
  const { core } = clinic
  const target = await core.patients.messageTarget(core.database.reader, { patientId, purpose: 'texts' })
  expect(target).toEqual({ ok: false, reason: 'reserved' })
  await desk.call('consents.setReserved', { patientId, isReserved: false })
  expect(await reminder()).toEqual(['given', true])
  const history = await desk.call('consents.history', { patientId })
  expect(history.map(({ decision }) => decision)).toEqual(['reservation-ended', 'reserved', 'given'])
})

it('lets what the parents gave lapse at sixteen, and what was withdrawn stand', async () => {
  const emma = await desk.call('patients.create', namedDraft('Lie', 'Emma', { birthDate: '2011-01-10' }))
  const recall = { purpose: 'recall', channel: 'sms', decision: 'given' } as const
  const decisions = [{ ...REMINDER, decision: 'withdrawn' as const }, recall]
  await desk.call('consents.record', { patientId: emma.id, decisions })
  clinic.clock.set(Temporal.Instant.from('2027-01-10T08:00:00Z'))
  const { consents } = await desk.call('patients.open', { id: emma.id, reason: null })
  const stateOf = (purpose: string) => consents.find((each) => each.purpose === purpose)?.state
  expect([stateOf('recall'), stateOf('appointment-reminder')]).toEqual(['default-missing', 'withdrawn'])
})

it('counts what comes back with a mistake taken back from the day on which it was first said', async () => {
  const emma = await desk.call('patients.create', namedDraft('Lie', 'Emma', { birthDate: '2011-01-10' }))
  const recall = { purpose: 'recall', channel: 'sms' } as const
  const record = async (decision: 'given' | 'withdrawn') =>
    await desk.call('consents.record', { patientId: emma.id, decisions: [{ ...recall, decision }] })
  const recallOf = async () =>
    (await desk.call('patients.open', { id: emma.id, reason: null })).consents.find(
      ({ purpose, channel }) => purpose === 'recall' && channel === 'sms'
    )?.state
  await record('given')
  // She is sixteen, and twice a "no" of somebody else is typed on her card and taken back.
  clinic.clock.set(Temporal.Instant.from('2027-01-10T08:00:00Z'))
  for (let time = 0; time < 2; time += 1) {
    const { decisionIds } = await record('withdrawn')
    await desk.call('consents.undo', { patientId: emma.id, decisionIds })
    expect(await recallOf()).toBe('default-missing')
    const [newest] = await desk.call('consents.history', { patientId: emma.id })
    expect(newest).toMatchObject({ decision: 'given', lapse: { cause: 'majority', on: '2027-01-10' } })
  }
  // What she says herself counts, and again when another mistake is taken back.
  await record('given')
  const { decisionIds } = await record('withdrawn')
  await desk.call('consents.undo', { patientId: emma.id, decisionIds })
  expect(await recallOf()).toBe('given')
})

it('reads the wording in the patient’s language, with its version', async () => {
  const own = await desk.call('consents.wording', { patientId })
  const dutch = await desk.call('patients.create', namedDraft('Jansen', 'Anna', { language: 'nl' }))
  const theirs = await desk.call('consents.wording', { patientId: dutch.id })
  expect([own.length, own[0]?.version, theirs[0]?.version]).toEqual([6, 'nb-2', 'nl-2'])
  expect(theirs[0]?.text).toMatch(/afspraken/)
})

it('logs a look at the history once for each opening of the record, not each time an open panel reads it anew', async () => {
  const looks = async () => {
    const { entries } = await desk.call('audit.forPatient', { patientId, cursor: null })
    return entries.filter(({ action }) => action === 'consent.history-opened').length
  }
  const history = async () => await desk.call('consents.history', { patientId })
  await history()
  await desk.call('patients.open', { id: patientId, reason: null })
  await history()
  await history()
  expect(await looks()).toBe(2)
  await desk.call('patients.open', { id: patientId, reason: null })
  await history()
  expect(await looks()).toBe(3)
})

it('lets a clinician read consents and not record them', async () => {
  const clinician = await clinic.as('clinician')
  expect(await clinician.call('consents.history', { patientId })).toEqual([])
  const record = clinician.call('consents.record', {
    patientId,
    decisions: [{ ...REMINDER, decision: 'given' }]
  })
  await expect(record).rejects.toMatchObject({ code: 'not-allowed' })
})

it('records a signed form in one go, with the day beside the signature and what the patient was asked', async () => {
  const decisions = [
    { ...REMINDER, decision: 'given' as const },
    { purpose: 'recall' as const, channel: 'email' as const, decision: 'withdrawn' as const }
  ]
  await desk.call('consents.record', { patientId, decisions, signedOn: '2026-12-01' })
  const history = await desk.call('consents.history', { patientId })
  expect(history).toMatchObject([
    { purpose: 'recall', decision: 'withdrawn', how: 'paper', signedOn: '2026-12-01', byUser: 'Randi Berg' },
    { purpose: 'appointment-reminder', decision: 'given', how: 'paper', legalBasis: 'consent' }
  ])
  expect(history[1]?.wording).toMatch(/^Kan vi sende deg påminnelser om timene dine på SMS eller e-post\?/)
})

it('takes no signature of a day to come', async () => {
  const decisions = [{ ...REMINDER, decision: 'given' as const }]
  const record = desk.call('consents.record', { patientId, decisions, signedOn: '2026-12-04' })
  await expect(record).rejects.toMatchObject({ code: 'signed-in-future' })
  expect(await desk.call('consents.history', { patientId })).toEqual([])
})

it('takes no form signed before the patient has said otherwise, and drops what stands as it says', async () => {
  const decide = async (decision: 'given' | 'withdrawn', signedOn?: string) =>
    await desk.call('consents.record', {
      patientId,
      decisions: [{ ...REMINDER, decision }],
      ...(signedOn === undefined ? {} : { signedOn })
    })
  await decide('withdrawn')
  clinic.clock.set(clinic.clock.now().add({ hours: 48 }))
  desk = await clinic.as('receptionist')
  await expect(decide('given', '2026-12-02')).rejects.toMatchObject({ code: 'signed-before-newer' })
  expect(await reminder()).toEqual(['withdrawn', false])
  expect((await decide('withdrawn', '2026-12-02')).decisionIds).toEqual([])

  // What was a mistake and was taken back says nothing against the form.
  const { decisionIds } = await decide('given')
  await desk.call('consents.undo', { patientId, decisionIds })
  await decide('given', '2026-12-04')
  expect(await reminder()).toEqual(['given', true])
})

it('counts a form by the day it was signed: a parent’s does not become the youth’s by being typed later', async () => {
  const born = { nationalNumber: null, birthDate: '2010-12-01' }
  const { id } = await desk.call('patients.create', namedDraft('Ung', 'Una', { ...born, mobile: '90000000' }))
  const decisions = [{ purpose: 'recall' as const, channel: 'sms' as const, decision: 'given' as const }]
  const recall = async () =>
    (await desk.call('patients.open', { id, reason: null })).consents.find(
      ({ purpose, channel }) => purpose === 'recall' && channel === 'sms'
    )?.isAllowed
  await desk.call('consents.record', { patientId: id, decisions, signedOn: '2026-11-20' })
  expect(await recall()).toBe(false)
  await desk.call('consents.record', { patientId: id, decisions, signedOn: '2026-12-02' })
  expect(await recall()).toBe(true)
})

it('takes a mistaken decision back with a new row, down to none where nothing had been decided', async () => {
  const given = await desk.call('consents.record', {
    patientId,
    decisions: [{ ...REMINDER, decision: 'given' }]
  })
  const withdrawn = await desk.call('consents.record', {
    patientId,
    decisions: [{ ...REMINDER, decision: 'withdrawn' }]
  })
  const early = desk.call('consents.undo', { patientId, decisionIds: given.decisionIds })
  await expect(early).rejects.toMatchObject({ code: 'consent-newer' })
  const undone = await desk.call('consents.undo', { patientId, decisionIds: withdrawn.decisionIds })
  expect(await reminder()).toEqual(['given', true])
  const again = desk.call('consents.undo', { patientId, decisionIds: undone.decisionIds })
  await expect(again).rejects.toMatchObject({ code: 'consent-newer' })
  const history = await desk.call('consents.history', { patientId })
  expect(history.map(({ decision, undoes }) => [decision, undoes])).toEqual([
    ['given', withdrawn.decisionIds[0]],
    ['withdrawn', null],
    ['given', null]
  ])
})

it('leaves a patient who was never asked as one who was never asked when the decision was a mistake', async () => {
  const { decisionIds } = await desk.call('consents.record', {
    patientId,
    decisions: [{ ...REMINDER, decision: 'withdrawn' }]
  })
  const { consents } = await desk.call('consents.undo', { patientId, decisionIds })
  const state = consents.find(({ purpose, channel }) => purpose === REMINDER.purpose && channel === 'sms')
  expect(state).toMatchObject({ state: 'default-given', legalBasis: 'number-given', decidedAt: null })
  const history = await desk.call('consents.history', { patientId })
  expect(history[0]).toMatchObject({ decision: 'undecided', undoes: decisionIds[0] })
})

it('takes back nothing of another patient', async () => {
  const other = await desk.call('patients.create', namedDraft('Lie', 'Emma'))
  const { decisionIds } = await desk.call('consents.record', {
    patientId,
    decisions: [{ ...REMINDER, decision: 'given' }]
  })
  const undo = desk.call('consents.undo', { patientId: other.id, decisionIds })
  await expect(undo).rejects.toMatchObject({ code: 'not-found' })
})

it('prints a form in the patient’s language with the name, the birth date and nothing more of the patient', async () => {
  const manager = await clinic.as('manager')
  const clinicAddress = { line: 'Storgata 1', postalCode: '0155', city: 'Oslo' }
  await manager.call('settings.save', { clinicAddress })
  const dutch = await desk.call(
    'patients.create',
    namedDraft('Jansen', 'Anna', { language: 'nl', birthDate: '1980-02-01' })
  )
  const form = await desk.call('consents.form', { patientId: dutch.id })
  expect(form).toMatchObject({
    language: 'nl',
    wordingVersion: 'nl-2',
    clinic: { name: 'Eksempel legesenter', address: 'Storgata 1, 0155 Oslo', telephone: '00 00 00 00' },
    patient: { name: 'Anna Jansen', birthDate: '1980-02-01' }
  })
  expect([form.questions.length, form.words.yes]).toEqual([6, 'Ja'])
  const { entries } = await desk.call('audit.forPatient', { patientId: dutch.id, cursor: null })
  expect(entries.map(({ action }) => action)).toContain('consent.form-printed')
})

it('keeps the other settings when one is saved', async () => {
  const manager = await clinic.as('manager')
  const clinicAddress = { line: 'Storgata 1', postalCode: '0155', city: 'Oslo' }
  await manager.call('settings.save', { clinicAddress, wall: { hasSound: true } })
  const saved = await manager.call('settings.save', { clinicTelephone: '11 11 11 11' })
  expect([saved.clinicAddress, saved.wall]).toEqual([clinicAddress, { hasSound: true }])
})

it('marks in the history what others gave for a child and what has become of it', async () => {
  const child = await desk.call('patients.create', namedDraft('Barn', 'Emma', { birthDate: '2012-03-01' }))
  const relation = {
    childId: child.id,
    guardianPatientId: patientId,
    kind: 'parent',
    carriesMessages: true
  } as const
  const { guardians } = await desk.call('patients.addGuardian', relation)
  const decisions = [{ purpose: 'recall', channel: 'sms', decision: 'given' } as const]
  await desk.call('consents.record', { patientId: child.id, decisions })
  const lapse = async () => (await desk.call('consents.history', { patientId: child.id }))[0]?.lapse
  expect(await lapse()).toBeNull()
  clinic.clock.set(Temporal.Instant.from('2027-02-01T09:00:00Z'))
  await desk.call('patients.endGuardian', { guardianId: guardians[0]!.guardianId, patientId: child.id })
  expect(await lapse()).toEqual({ cause: 'guardian-ended', on: '2027-02-01' })
  clinic.clock.set(Temporal.Instant.from('2028-03-01T09:00:00Z'))
  expect(await lapse()).toEqual({ cause: 'majority', on: '2028-03-01' })
  await desk.call('consents.record', { patientId: child.id, decisions })
  const history = await desk.call('consents.history', { patientId: child.id })
  expect(history.map((row) => row.lapse)).toEqual([null, null])
})
