import { expect, it } from 'vitest'
import type { ConsentChoice } from '../../src-preload/contract/consents'
import type { PatientId } from '../../src-preload/contract/ids'
import { decide } from '../../src-main/core/features/consents'
import { readClinicDay } from '../../src-main/core/features/patients'
import { SYSTEM_ACTOR } from '../../src-main/core/rpc/handlers'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const NO_REMINDERS = {
  purpose: 'appointment-reminder',
  channel: 'sms',
  decision: 'withdrawn'
} as const satisfies ConsentChoice

/** Somebody booked for next week, with the confirmation and two reminders waiting. */
async function openBooked() {
  const clinic = await openMessaging()
  const { id: patientId } = await clinic.register('Moe', { mobile: '41234567' })
  await clinic.book({ patientId, date: '2026-12-03', time: '09:20' })
  return { clinic, patientId }
}

async function states({ messagesOf }: MessagingDesk, id: PatientId) {
  const messages = await messagesOf({ id })
  return messages.flatMap((each) =>
    each.direction === 'out' ? [`${each.purpose} ${each.state} ${each.reason}`] : []
  )
}

const STOPPED = [
  'appointment-reminder blocked consent-withdrawn',
  'appointment-reminder blocked consent-withdrawn',
  'booking-confirmation blocked consent-withdrawn'
]

it('says before a withdrawal how many waiting messages it stops, and stops them in the same moment', async () => {
  const { clinic, patientId } = await openBooked()
  const { desk } = clinic
  expect(await desk.call('consents.previewStop', { patientId, decisions: [] })).toEqual({
    count: 0,
    ifReserved: 3
  })
  const asked = await desk.call('consents.previewStop', { patientId, decisions: [NO_REMINDERS] })
  const { stopped } = await desk.call('consents.record', { patientId, decisions: [NO_REMINDERS] })
  expect([asked.count, stopped]).toEqual([3, 3])
  expect(await states(clinic, patientId)).toEqual(STOPPED)
  await clinic.at('2026-12-03T08:00:00Z')
  expect(clinic.texts()).toEqual([])
})

it('stops what waits when the patient withdraws in the portal', async () => {
  const { clinic, patientId } = await openBooked()
  const { core } = clinic
  const day = await readClinicDay(core.clock, core.settings)
  const { recorded } = await core.database.write((transaction) =>
    decide(core.consents, transaction, {
      patientId,
      decisions: [NO_REMINDERS],
      how: 'portal',
      actor: SYSTEM_ACTOR,
      day
    })
  )
  expect(recorded.stopped).toBe(3)
  await clinic.at('2026-12-03T08:00:00Z')
  expect(clinic.texts()).toEqual([])
  const history = await clinic.desk.call('consents.history', { patientId })
  expect(history).toMatchObject([{ how: 'portal', decision: 'withdrawn', byUser: null }])
})

it('lets nothing leave to a patient who is reserved, and tells how many messages that stops', async () => {
  const { clinic, patientId } = await openBooked()
  const { stopped } = await clinic.desk.call('consents.setReserved', { patientId, isReserved: true })
  expect(stopped).toBe(3)
  await clinic.at('2026-12-03T08:00:00Z')
  expect(clinic.texts()).toEqual([])
})

it('lets what was stopped by mistake wait again for its own time', async () => {
  const { clinic, patientId } = await openBooked()
  const { decisionIds } = await clinic.desk.call('consents.record', { patientId, decisions: [NO_REMINDERS] })
  const undone = await clinic.desk.call('consents.undo', { patientId, decisionIds })
  expect([undone.stopped, undone.revived]).toEqual([0, 3])
  await clinic.at('2026-11-26T08:06:00Z')
  expect(clinic.texts()).toEqual([expect.stringContaining('Du har time 03.12 kl. 09.20')])
  await clinic.at('2026-11-30T08:25:00Z')
  expect(clinic.texts()).toEqual([expect.anything(), expect.stringMatching(/^Påminnelse/)])
})

it('stops nothing that rests on another consent', async () => {
  const { clinic, patientId } = await openBooked()
  const decisions = [{ purpose: 'waiting-list-offer', channel: 'sms', decision: 'withdrawn' }] as const
  const { stopped } = await clinic.desk.call('consents.record', { patientId, decisions: [...decisions] })
  await clinic.at('2026-11-26T08:06:00Z')
  expect([stopped, clinic.texts().length]).toEqual([0, 1])
})

it('stops a code that has not left when the patient wants no codes', async () => {
  const { clinic, patientId } = await openBooked()
  await clinic.desk.call('codes.send', { patientId })
  const decisions = [{ purpose: 'one-time-code', channel: 'sms', decision: 'withdrawn' }] as const
  const { stopped } = await clinic.desk.call('consents.record', { patientId, decisions: [...decisions] })
  await clinic.core.runOutbox()
  expect([stopped, clinic.texts()]).toEqual([1, []])
})

it('tells the open windows which patient’s messages were stopped', async () => {
  const { clinic, patientId } = await openBooked()
  clinic.events.length = 0
  await clinic.desk.call('consents.record', { patientId, decisions: [NO_REMINDERS] })
  const told = clinic.events.filter(
    ({ event }) => event === 'messages.changed' || event === 'patients.changed'
  )
  expect(told.map(({ event }) => event)).toEqual(['patients.changed', 'messages.changed'])
})

it('stops at once what is planned for who is reserved already, and lets it wait when the reservation ends', async () => {
  const clinic = await openMessaging()
  const { id: patientId } = await clinic.register('Moe', { mobile: '41234567' })
  await clinic.desk.call('consents.setReserved', { patientId, isReserved: true })
  await clinic.book({ patientId, date: '2026-12-03', time: '09:20' })
  expect(await states(clinic, patientId)).toEqual(
    STOPPED.map((each) => each.replace('consent-withdrawn', 'reserved'))
  )
  const { revived } = await clinic.desk.call('consents.setReserved', { patientId, isReserved: false })
  expect(revived).toBe(3)
})

it('stops what waits for a child when the parent who gets it is reserved, and a letter waits instead', async () => {
  const clinic = await openMessaging()
  const mother = await clinic.register('Lie', { mobile: '41234567' })
  const child = await clinic.register('Lie', {
    birthDate: '2020-02-01',
    guardians: [{ guardianPatientId: mother.id, kind: 'parent', carriesMessages: true }]
  })
  await clinic.book({ patientId: child.id, date: '2026-12-03', time: '09:20' })
  const preview = await clinic.desk.call('consents.previewStop', { patientId: mother.id, decisions: [] })
  const { stopped } = await clinic.desk.call('consents.setReserved', {
    patientId: mother.id,
    isReserved: true
  })
  expect([preview.ifReserved, stopped]).toEqual([3, 3])
  const letters = await clinic.desk.call('letters.forPatient', { patientId: child.id, limit: 5 })
  expect(letters).toMatchObject([{ cause: 'reserved', state: 'waiting' }])
  await clinic.at('2026-12-03T08:00:00Z')
  expect(clinic.texts()).toEqual([])
})
