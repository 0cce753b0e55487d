import { expect, it } from 'vitest'
import type { PatientId } from '../../src-preload/contract/ids'
import { namedDraft, patientDraft } from '../builders/patient'
import { tablesWith } from './fixtures/every-row'
import { openWaitingList, wish, type WaitingListDesk } from './fixtures/waiting-list'

/** Stands in every text, and is nobody else's. */
const WORD = /kråk/i
const PERSON = /Fjellrev|Polara|41299887|polara@|17858710227|Revefaret/i

/** A patient about whom something is written wherever the desk can write. */
async function openWritten(): Promise<WaitingListDesk & { id: PatientId }> {
  const clinic = await openWaitingList()
  const { desk, manager } = clinic
  const { id } = await desk.call(
    'patients.create',
    patientDraft({
      familyName: 'Fjellrev',
      givenName: 'Polara',
      mobile: '412 99 887',
      email: 'polara@example.org',
      note: 'Kråkefot',
      address: { line: 'Revefaret 3', postalCode: '2022', city: 'Gjerdrum' }
    })
  )
  await writeAboutVisits(clinic, id)
  await desk.call('messages.send', { patientId: id, text: 'Ta med kråkelisten.', answerTo: null })
  await clinic.core.runOutbox()
  await clinic.say('+4741299887', 'Er det kråken jeg skal ta med?')
  await desk.call('letters.write', {
    patientId: id,
    kind: 'general',
    appointmentId: null,
    subject: 'Om kråker',
    body: 'Polara, dette er om kråkene.'
  })
  const task = await desk.call('tasks.create', {
    title: 'Ring om kråken',
    note: 'kråkeskrik',
    patientId: id,
    dueOn: '2026-12-04',
    ownerId: null
  })
  const saved = { title: 'Ring Polara', note: 'to kråker', patientId: id, dueOn: '2026-12-04', ownerId: null }
  if (task.task.ref.of === 'task') await desk.call('tasks.save', { id: task.task.ref.id, ...saved })
  const refused = await desk.call('erasures.ask', { patientId: id, reason: 'På grunn av kråka' })
  await manager.call('erasures.refuse', { id: refused.id, note: 'Kråka må vente' })
  const hold = await manager.call('holds.place', { patientId: id, reason: 'Kråkesaken', until: null })
  await manager.call('holds.lift', { id: hold.id })
  const twin = await desk.call('patients.create', namedDraft('Fjellrev', 'Pola', { note: 'Kråketå' }))
  const survivor = await desk.call('patients.open', { id, reason: null })
  await desk.call('duplicates.merge', {
    survivor: { id, version: survivor.version },
    loser: { id: twin.id, version: twin.version },
    choices: {},
    reason: null
  })
  return { ...clinic, id }
}

async function writeAboutVisits(clinic: WaitingListDesk, id: PatientId): Promise<void> {
  const { desk, book } = clinic
  const { appointment } = await book({ patientId: id, date: '2026-12-01', note: 'Kråke i magen' })
  const noted = await desk.call('appointments.setNote', {
    id: appointment.id,
    version: appointment.version,
    note: 'Kråke i hodet'
  })
  await desk.call('appointments.undo', { changeId: noted.changeId })
  const missed = await book({ patientId: id, date: '2026-11-26', time: '14:00', note: 'Kråkebolle' })
  await desk.call('appointments.cancel', {
    id: missed.appointment.id,
    version: missed.appointment.version,
    reason: 'patient',
    notifyPatient: false
  })
  await desk.call('fees.decide', {
    appointmentId: missed.appointment.id,
    isHandled: true,
    note: 'Hun hadde kråke'
  })
  await desk.call('waitingList.add', {
    ...wish(clinic, { patientId: id, appointmentId: appointment.id }),
    note: 'Helst uten kråker'
  })
}

it('leaves no word of a deleted patient anywhere in the file', async () => {
  const clinic = await openWritten()
  const { desk, manager, core, id } = clinic
  const { driver } = core.database
  // The test says something only where the words were there before.
  expect(tablesWith(driver, WORD)).toEqual(
    expect.arrayContaining([
      'appointment',
      'appointment_change',
      'erasure',
      'fee_decision',
      'inbound_message',
      'inbound_part',
      'legal_hold',
      'letter',
      'message',
      'patient',
      'task',
      'task_change',
      'waiting_list_entry'
    ])
  )
  const asked = await desk.call('erasures.ask', { patientId: id, reason: 'Ferdig med kråker' })
  await manager.call('erasures.approve', { id: asked.id })
  await clinic.at('2027-01-20T08:00:00Z')
  await core.retention.run()
  expect((await manager.call('erasures.list', {}))[0]).toMatchObject({ state: 'done' })
  expect(tablesWith(driver, WORD)).toEqual([])
  expect(tablesWith(driver, PERSON)).toEqual([])
  expect(core.database.countBrokenReferences()).toBe(0)
})

it('shows nothing of a deleted patient in the lists the desk works through', async () => {
  const clinic = await openWritten()
  const { desk, manager, core, id } = clinic
  const asked = await desk.call('erasures.ask', { patientId: id, reason: 'Ferdig med kråker' })
  await manager.call('erasures.approve', { id: asked.id })
  await clinic.at('2027-01-20T08:00:00Z')
  await core.retention.run()
  const inbox = await desk.call('messages.inbox', { filter: 'unread', cursor: null, limit: 50 })
  expect(inbox).toMatchObject({ messages: [], unread: 0 })
  const letters = await desk.call('letters.list', { filter: 'waiting', cursor: null, limit: 50 })
  expect(letters).toMatchObject({ letters: [], waiting: 0 })
  const tasks = await desk.call('tasks.list', { filter: 'all' })
  expect(tasks.tasks).toEqual([])
})

it('lets go of notes, replies, letters and tasks whose time is over, in the histories too', async () => {
  const clinic = await openWritten()
  const { desk, manager, core } = clinic
  await manager.call('retention.save', { months: { 'appointment-note': 12 }, undoDays: 14 })
  const { tasks } = await desk.call('tasks.list', { filter: 'all' })
  for (const { ref } of tasks)
    if (ref.of === 'task') await desk.call('tasks.setDone', { id: ref.id, isDone: true })
  // A request from the portal, which the desk has answered in words.
  const { driver } = core.database
  driver.exec(`insert into task (key, kind, title, note, patient_id, due_on, created_at)
    values ('p1', 'portal-request', '', 'Om kråkene', ${clinic.id}, '2026-12-04', '2026-12-03T08:00:00.000Z')`)
  const asked = await desk.call('tasks.forPatient', { patientId: clinic.id })
  for (const { ref, kind } of asked)
    if (ref.of === 'task' && kind === 'portal-request')
      await desk.call('tasks.answer', { id: ref.id, answer: 'Kråkesvar' })
  expect(tablesWith(driver, /Kråkesvar/)).toEqual(['task', 'task_change'])
  const { letters } = await desk.call('letters.list', { filter: 'waiting', cursor: null, limit: 50 })
  await desk.call('letters.markPrinted', { ids: letters.map(({ id }) => id) })
  await clinic.at('2029-06-01T08:00:00Z')
  await core.retention.run()
  const left = tablesWith(core.database.driver, WORD)
  for (const table of [
    'appointment',
    'appointment_change',
    'inbound_message',
    'inbound_part',
    'letter',
    'message'
  ])
    expect(left).not.toContain(table)
  const history = core.database.driver
    .prepare<[], { text: string }>(`select before || after as text from task_change`)
    .all()
  expect(JSON.stringify(history)).not.toMatch(/kråkeskrik|to kråker|Kråkesvar/)
  expect(tablesWith(driver, /Kråkesvar/)).toEqual([])
  // What happened is still told.
  const [step] = core.database.driver
    .prepare<[], { after: string }>(
      `select after from appointment_change where kind = 'booked' order by id limit 1`
    )
    .all()
  expect(step?.after).toContain('2026-12-01')
})

it('keeps the text of a letter that waits, and of one whose patient is held', async () => {
  const clinic = await openWritten()
  const { desk, manager, core, id } = clinic
  const { letters } = await desk.call('letters.list', { filter: 'waiting', cursor: null, limit: 50 })
  const [letter] = letters
  const subjects = async () =>
    (await desk.call('letters.forPatient', { patientId: id, limit: 10 })).map(({ subject }) => subject)
  await clinic.at('2029-06-01T08:00:00Z')
  await core.retention.run()
  expect(await subjects()).toEqual(['Om kråker'])
  await desk.call('letters.markPrinted', { ids: [letter!.id] })
  const hold = await manager.call('holds.place', { patientId: id, reason: 'Klagesak', until: null })
  await clinic.at('2031-07-01T08:00:00Z')
  await core.retention.run()
  expect(await subjects()).toEqual(['Om kråker'])
  await manager.call('holds.lift', { id: hold.id })
  await core.retention.run()
  expect(await subjects()).toEqual([''])
  await expect(desk.call('letters.sheets', { ids: [letter!.id] })).rejects.toMatchObject({
    code: 'letter-text-gone'
  })
})
