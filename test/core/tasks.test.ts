import { expect, it } from 'vitest'
import { SYSTEM_ACTOR } from '../../src-main/core/rpc/handlers'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const all = { filter: 'all' } as const

async function tasksOf({ desk }: Pick<MessagingDesk, 'desk'>) {
  return (await desk.call('tasks.list', all)).tasks
}

const draft = { title: 'Ring om prøvesvar', patientId: null, dueOn: '2026-11-27', ownerId: null, note: '' }

it('lists what is due first, counts what is overdue and mine, and takes every step back', async () => {
  const clinic = await openMessaging()
  const { desk, ingrid } = clinic
  const { id: me } = (await desk.call('session.users', {})).find(({ name }) => name === 'Randi Berg') ?? {}
  if (!me) throw new Error('the receptionist is there')
  const late = await desk.call('tasks.create', { ...draft, title: 'Be om epikrise', dueOn: '2026-11-25' })
  const mine = await desk.call('tasks.create', { ...draft, patientId: ingrid, ownerId: me })
  const { tasks, counts } = await desk.call('tasks.list', all)
  expect(tasks).toMatchObject([
    { title: 'Be om epikrise', isOverdue: true, owner: null, createdBy: 'Randi Berg' },
    { title: 'Ring om prøvesvar', isOverdue: false, patientName: 'Ingrid Sørlie', owner: { userId: me } }
  ])
  expect(counts).toEqual({ open: 2, mine: 1, overdue: 1 })
  expect((await desk.call('tasks.list', { filter: 'mine' })).tasks).toHaveLength(1)
  expect((await desk.call('tasks.list', { filter: 'overdue' })).tasks).toHaveLength(1)

  const ref = late.task.ref
  if (ref.of !== 'task') throw new Error('an own row')
  const done = await desk.call('tasks.setDone', { id: ref.id, isDone: true })
  expect(done.task).toMatchObject({ doneBy: 'Randi Berg', isOverdue: false })
  expect(await tasksOf(clinic)).toHaveLength(1)
  expect((await desk.call('tasks.list', { filter: 'done' })).tasks).toMatchObject([
    { title: 'Be om epikrise' }
  ])
  await desk.call('tasks.undo', { changeId: done.changeId })
  expect(await tasksOf(clinic)).toHaveLength(2)
  await expect(desk.call('tasks.undo', { changeId: done.changeId })).rejects.toMatchObject({
    code: 'undo-outdated'
  })
  await desk.call('tasks.undo', { changeId: mine.changeId })
  expect(await tasksOf(clinic)).toMatchObject([{ title: 'Be om epikrise' }])
})

it('shows a clinician only what is theirs or what they asked for', async () => {
  const clinic = await openMessaging()
  const doctor = await clinic.as('clinician')
  const other = await clinic.desk.call('tasks.create', draft)
  await doctor.call('tasks.create', { ...draft, title: 'Kontroll om tre uker' })
  expect((await doctor.call('tasks.list', all)).tasks).toMatchObject([{ title: 'Kontroll om tre uker' }])
  expect(await tasksOf(clinic)).toHaveLength(2)
  const { ref } = other.task
  if (ref.of !== 'task') throw new Error('an own row')
  await expect(doctor.call('tasks.setDone', { id: ref.id, isDone: true })).rejects.toMatchObject({
    code: 'not-allowed'
  })
})

it('makes a follow-up due in two working days, once for what it was made for', async () => {
  const clinic = await openMessaging()
  const { core, ingrid } = clinic
  const followUp = {
    patientId: ingrid,
    appointmentId: null,
    actor: SYSTEM_ACTOR,
    kind: 'video-late',
    key: 'video-late/7'
  } as const
  const first = await core.database.write((transaction) => core.tasks.createFollowUp(transaction, followUp))
  const second = await core.database.write((transaction) => core.tasks.createFollowUp(transaction, followUp))
  expect(first).not.toBeNull()
  expect(second).toBeNull()
  // From Thursday over the weekend.
  expect(await tasksOf(clinic)).toMatchObject([{ kind: 'video-late', dueOn: '2026-11-30', createdBy: null }])
  expect(await clinic.desk.call('tasks.dueDate', { workingDays: 3 })).toBe('2026-12-01')
})

it('reads failed and uncertain messages and replies where they arise, and gives them an owner', async () => {
  const clinic = await openMessaging()
  const { desk, modem } = clinic
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  modem.answers.push({ kind: 'refused', code: 'cms-1', class: 'permanent' })
  await desk.call('messages.send', { patientId: kari.id, text: 'Prøvesvaret er klart', answerTo: null })
  await clinic.core.runOutbox()
  await modem.receive('+4741234567', 'Kan dere ringe meg?')
  await clinic.core.runOutbox()
  const tasks = await tasksOf(clinic)
  expect(tasks).toMatchObject([
    { kind: 'message-failed', patientName: 'Test Nordmann', purpose: 'free-text', mobile: '412 34 567' },
    { kind: 'reply', title: 'Kan dere ringe meg?', patientName: 'Test Nordmann' }
  ])
  const owner = (await desk.call('session.users', {}))[0]
  if (!owner) throw new Error('somebody works here')
  for (const { ref } of tasks) await desk.call('tasks.assign', { ref, userId: owner.id })
  expect(await tasksOf(clinic)).toMatchObject([
    { owner: { userId: owner.id } },
    { owner: { userId: owner.id } }
  ])
})

it('asks for contact details grown stale of patients who come within a week', async () => {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  await clinic.at('2028-08-24T08:00:00Z')
  await clinic.book({ patientId: kari.id, date: '2028-08-28' })
  await clinic.book({ patientId: kari.id, date: '2028-09-04', time: '11:00' })
  expect(await tasksOf(clinic)).toMatchObject([
    { kind: 'contact-stale', patientName: 'Test Nordmann', dueOn: '2028-08-28', mobile: '412 34 567' }
  ])
  await clinic.desk.call('patients.confirmContact', { id: kari.id, channel: 'mobile' })
  expect(await tasksOf(clinic)).toEqual([])
})

it('lists at the patient what waits about them and nobody else, and logs the look at that patient', async () => {
  const clinic = await openMessaging()
  const { desk, modem, ingrid } = clinic
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  await desk.call('tasks.create', { ...draft, patientId: kari.id, title: 'Ring om prøvesvar' })
  await desk.call('tasks.create', { ...draft, patientId: ingrid, title: 'Be om epikrise' })
  const done = await desk.call('tasks.create', { ...draft, patientId: kari.id, title: 'Send skjema' })
  if (done.task.ref.of !== 'task') throw new Error('an own row')
  await desk.call('tasks.setDone', { id: done.task.ref.id, isDone: true })
  modem.answers.push({ kind: 'refused', code: 'cms-1', class: 'permanent' })
  await desk.call('messages.send', { patientId: kari.id, text: 'Prøvesvaret er klart', answerTo: null })
  await clinic.core.runOutbox()
  await modem.receive('+4741234567', 'Kan dere ringe meg?')
  await clinic.core.runOutbox()
  expect(await desk.call('tasks.forPatient', { patientId: kari.id })).toMatchObject([
    { kind: 'message-failed', patientName: 'Test Nordmann' },
    { kind: 'reply', title: 'Kan dere ringe meg?' },
    { kind: 'other', title: 'Ring om prøvesvar' }
  ])
  expect(await desk.call('tasks.forPatient', { patientId: ingrid })).toMatchObject([
    { title: 'Be om epikrise' }
  ])
  const { entries } = await desk.call('audit.forPatient', { patientId: ingrid, cursor: null })
  expect(entries).toContainEqual(expect.objectContaining({ action: 'tasks.opened' }))
})

it('asks at the patient for contact details grown stale when the patient comes within a week', async () => {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const forKari = async () => await clinic.desk.call('tasks.forPatient', { patientId: kari.id })
  await clinic.at('2028-08-24T08:00:00Z')
  await clinic.book({ patientId: kari.id, date: '2028-09-04', time: '11:00' })
  expect(await forKari()).toEqual([])
  await clinic.book({ patientId: kari.id, date: '2028-08-28' })
  expect(await forKari()).toMatchObject([{ kind: 'contact-stale', dueOn: '2028-08-28' }])
})

it('shows a clinician at the patient only what is theirs or what they asked for', async () => {
  const clinic = await openMessaging()
  const doctor = await clinic.as('clinician')
  const { ingrid: patientId } = clinic
  await clinic.desk.call('tasks.create', { ...draft, patientId })
  await doctor.call('tasks.create', { ...draft, patientId, title: 'Kontroll om tre uker' })
  expect(await doctor.call('tasks.forPatient', { patientId })).toMatchObject([
    { title: 'Kontroll om tre uker' }
  ])
})

it('counts the waiting tasks as far as the list reads them, those due first, however many there are', async () => {
  const clinic = await openMessaging()
  const { desk, core } = clinic
  core.database.driver.exec(`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 510)
    insert into task (kind, title, due_on, created_at)
      select 'other', 'Oppgave ' || i, date('2026-11-20', '+' || i || ' days'), '2026-11-20T08:00:00Z' from n`)
  const counts = await desk.call('tasks.counts', {})
  expect(counts).toMatchObject({ open: 500, overdue: 5 })
  expect((await desk.call('tasks.list', all)).counts).toEqual(counts)
})
