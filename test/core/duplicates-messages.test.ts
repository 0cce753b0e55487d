import { expect, it } from 'vitest'
import type { MergeId, PatientId } from '../../src-preload/contract/ids'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const OWN = '+4741234567'
const OTHERS = '+4790000000'

async function merge({ desk }: MessagingDesk, survivor: PatientId, loser: PatientId): Promise<MergeId> {
  const { one, other } = await desk.call('duplicates.compare', {
    oneId: survivor,
    otherId: loser,
    reason: null
  })
  const { mergeId } = await desk.call('duplicates.merge', {
    survivor: { id: one.id, version: one.version },
    loser: { id: other.id, version: other.version },
    choices: {},
    reason: null
  })
  return mergeId
}

/** Two records, the second with an appointment. */
async function openTwo() {
  const clinic = await openMessaging()
  const kept = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const lost = await clinic.register('Nordman', { mobile: '900 00 000' })
  const { appointment } = await clinic.book({ patientId: lost.id, date: '2026-12-03', time: '09:20' })
  return { clinic, kept, lost, appointment }
}

it('sends what was queued for the merged record to the mobile that the survivor has', async () => {
  const { clinic, kept, lost, appointment } = await openTwo()
  await merge(clinic, kept.id, lost.id)
  await clinic.at('2026-11-26T08:05:00Z')
  expect(clinic.modem.sent.map(({ to }) => to)).toEqual([OWN])
  const messages = await clinic.messagesOf(kept)
  expect(messages.map((message) => ('appointmentId' in message ? message.appointmentId : null))).toContain(
    appointment.id
  )
  expect((await clinic.look(appointment)).patientId).toBe(kept.id)
})

it('sends nothing to a survivor who has withdrawn, whatever the merged record had said', async () => {
  const { clinic, kept, lost } = await openTwo()
  const decide = async (patientId: PatientId, decision: 'given' | 'withdrawn') =>
    await clinic.desk.call('consents.record', {
      patientId,
      decisions: [{ purpose: 'appointment-reminder', channel: 'sms', decision }]
    })
  await decide(lost.id, 'given')
  await decide(kept.id, 'withdrawn')
  await merge(clinic, kept.id, lost.id)
  await clinic.at('2026-12-03T07:00:00Z')
  expect(clinic.texts().filter((text) => text.startsWith('Påminnelse'))).toEqual([])
})

it('takes what was made for a moved appointment back with it, and asks about what is new', async () => {
  const { clinic, kept, lost, appointment } = await openTwo()
  const { desk } = clinic
  const mergeId = await merge(clinic, kept.id, lost.id)
  const moved = await clinic.look(appointment)
  await desk.call('appointments.move', {
    id: moved.id,
    version: moved.version,
    clinicianId: moved.clinicianId,
    date: '2026-12-04',
    time: '10:00',
    durationMinutes: 20,
    isOverbooking: false
  })
  const { appointment: fresh } = await clinic.book({ patientId: kept.id, date: '2026-12-07', time: '11:00' })
  const { task } = await desk.call('tasks.create', {
    title: 'Ring',
    patientId: kept.id,
    dueOn: '2026-11-27',
    ownerId: null,
    note: ''
  })
  if (task.ref.of !== 'task') throw new Error('an own row')
  await desk.call('consents.record', {
    patientId: kept.id,
    decisions: [{ purpose: 'recall', channel: 'sms', decision: 'withdrawn' }]
  })
  const preview = await desk.call('duplicates.previewUndo', { mergeId, reason: null })
  expect(preview.returning.appointments).toBe(1)
  expect(preview.madeSince).toMatchObject([
    { kind: 'appointment', id: fresh.id, suggested: 'survivor', text: 'Anne Lunde' },
    { kind: 'task', id: task.ref.id, text: 'Ring', suggested: 'survivor' },
    { kind: 'consent', text: 'recall sms', code: 'withdrawn', suggested: 'both' }
  ])
  expect(preview.madeSince[0]?.following).toBeGreaterThan(0)
  await desk.call('duplicates.undo', {
    mergeId,
    sides: [{ kind: 'appointment', id: fresh.id, side: 'loser' }]
  })
  expect((await clinic.look(appointment)).patientId).toBe(lost.id)
  expect((await clinic.look(fresh)).patientId).toBe(lost.id)
  const { tasks } = await desk.call('tasks.list', { filter: 'all' })
  expect(tasks.find(({ ref }) => ref.of === 'task' && ref.id === task.ref.id)?.patientId).toBe(kept.id)
  for (const { id } of [kept, lost]) {
    const { consents } = await desk.call('patients.open', { id, reason: null })
    expect(consents.find(({ purpose, channel }) => purpose === 'recall' && channel === 'sms')?.state).toBe(
      'withdrawn'
    )
  }
  await clinic.at('2026-11-26T08:30:00Z')
  expect(new Set(clinic.modem.sent.map(({ to }) => to))).toEqual(new Set([OTHERS]))
})

it('keeps one code at a time, and gives a confirmed mobile back to whoever had it', async () => {
  const { clinic, kept, lost } = await openTwo()
  const { desk } = clinic
  for (const { id } of [kept, lost]) await desk.call('codes.send', { patientId: id, channel: 'sms' })
  const mergeId = await merge(clinic, kept.id, lost.id)
  const states = await clinic.core.database.reader
    .selectFrom('one_time_code')
    .select(['state'])
    .orderBy('id')
    .execute()
  expect(states.map(({ state }) => state)).toEqual(['replaced', 'active'])
  await desk.call('patients.confirmContact', { id: kept.id, channel: 'mobile' })
  await desk.call('duplicates.undo', { mergeId, sides: [] })
  expect(await desk.call('patients.open', { id: kept.id, reason: null })).toMatchObject({
    mobile: { value: OWN, verifiedHow: 'said' }
  })
  expect(await desk.call('patients.open', { id: lost.id, reason: null })).toMatchObject({
    mobile: { value: OTHERS, verifiedHow: null }
  })
})
