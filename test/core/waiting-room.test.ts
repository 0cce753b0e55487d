import { expect, it } from 'vitest'
import type { Clinician } from '../../src-preload/contract/settings'
import { openDesk, type Desk } from './fixtures/desk'

const refusal = (code: string, parameters: object = {}) => expect.objectContaining({ code, parameters })

/** 3 December 2026, 10:00 in Oslo, or so many minutes later. */
function standAt({ clock }: Desk, time: string): void {
  clock.set(clock.now().toZonedDateTimeISO('Europe/Oslo').withPlainTime(time).toInstant())
}

it('takes a patient through the visit, each step on both axes of FHIR', async () => {
  const clinic = await openDesk()
  const { desk, book } = clinic
  const { id } = (await book()).appointment
  standAt(clinic, '09:50')
  expect((await desk.call('waitingRoom.arrive', { id })).appointment).toMatchObject({
    status: 'arrived',
    encounterStatus: 'arrived',
    arrivedAt: '2026-12-03T08:50:00Z'
  })
  standAt(clinic, '10:07')
  const [room] = await desk.call('rooms.list', {})
  const calledIn = await desk.call('waitingRoom.callIn', { id, roomId: room?.id ?? null })
  expect(calledIn.appointment).toMatchObject({
    status: 'checked-in',
    encounterStatus: 'in-progress',
    inProgressAt: '2026-12-03T09:07:00Z',
    roomId: room?.id
  })
  standAt(clinic, '10:25')
  expect((await desk.call('waitingRoom.finish', { id })).appointment).toMatchObject({
    status: 'fulfilled',
    encounterStatus: 'finished',
    finishedAt: '2026-12-03T09:25:00Z'
  })
  const board = await desk.call('waitingRoom.board', {})
  expect(board).toMatchObject({ expected: [], waiting: [], inRoom: [], medianWaitMinutes: 7 })
  expect(board.finished.map((one) => one.id)).toEqual([id])
})

it('takes every step back, the last one first', async () => {
  const { desk, book } = await openDesk()
  const { id } = (await book()).appointment
  const arrived = await desk.call('waitingRoom.arrive', { id })
  const calledIn = await desk.call('waitingRoom.callIn', { id, roomId: null })
  const finished = await desk.call('waitingRoom.finish', { id })
  const undo = ({ changeId }: typeof arrived) => desk.call('appointments.undo', { changeId })
  await expect(undo(arrived)).rejects.toEqual(refusal('undo-outdated'))
  expect(await undo(finished)).toMatchObject({ encounterStatus: 'in-progress', finishedAt: null })
  expect(await undo(calledIn)).toMatchObject({ encounterStatus: 'arrived', inProgressAt: null })
  expect(await undo(arrived)).toMatchObject({ status: 'booked', encounterStatus: 'planned', arrivedAt: null })
})

it('calls in to the clinician’s own room when none is named, and to no room out of use', async () => {
  const { desk, manager, book, clinicians } = await openDesk()
  const [first, second] = await desk.call('rooms.list', {})
  if (!first || !second) throw new Error('the test clinic has rooms')
  await manager.call('clinicians.save', { ...draftOf(clinicians[0]), defaultRoomId: first.id })
  await manager.call('rooms.save', { ...second, isActive: false })
  const { id } = (await book()).appointment
  await desk.call('waitingRoom.arrive', { id })
  await expect(desk.call('waitingRoom.callIn', { id, roomId: second.id })).rejects.toEqual(
    refusal('room-not-in-use')
  )
  const { appointment } = await desk.call('waitingRoom.callIn', { id, roomId: null })
  expect(appointment.roomId).toBe(first.id)
})

it('refuses a step that does not follow, and says from which state to which', async () => {
  const clinic = await openDesk()
  const { desk, book } = clinic
  const { id } = (await book()).appointment
  const refused = (from: string, to: string) => refusal('transition-not-allowed', { from, to })
  await expect(desk.call('waitingRoom.callIn', { id, roomId: null })).rejects.toEqual(
    refused('booked', 'in-progress')
  )
  await expect(desk.call('waitingRoom.finish', { id })).rejects.toEqual(refused('booked', 'finished'))
  await expect(desk.call('waitingRoom.leaveUnseen', { id })).rejects.toEqual(refused('booked', 'left-unseen'))
  await desk.call('waitingRoom.arrive', { id })
  await expect(desk.call('waitingRoom.arrive', { id })).rejects.toEqual(refused('arrived', 'arrived'))
  await expect(
    desk.call('appointments.cancel', { id, version: 2, reason: 'patient', notifyPatient: false })
  ).rejects.toEqual(refused('arrived', 'cancelled'))
  await desk.call('waitingRoom.leaveUnseen', { id })
  await expect(desk.call('waitingRoom.callIn', { id, roomId: null })).rejects.toEqual(
    refused('left-unseen', 'in-progress')
  )
})

it('calls nobody a no-show before the start, nor anybody who has arrived', async () => {
  const clinic = await openDesk()
  const { desk, book, clock, look } = clinic
  const here = await book({ time: '10:00' })
  const absent = await book({ time: '10:20' })
  await desk.call('waitingRoom.arrive', { id: here.appointment.id })
  await expect(desk.call('waitingRoom.noShow', { id: absent.appointment.id })).rejects.toEqual(
    refusal('no-show-too-early', { time: '10:20' })
  )
  clock.set(clock.now().add({ hours: 30 }))
  await expect(desk.call('waitingRoom.noShow', { id: here.appointment.id })).rejects.toEqual(
    refusal('transition-not-allowed', { from: 'arrived', to: 'noshow' })
  )
  await desk.call('waitingRoom.noShow', { id: absent.appointment.id })
  expect(await look(absent.appointment)).toMatchObject({ status: 'noshow' })
  expect(await look(here.appointment)).toMatchObject({ status: 'arrived' })
})

it('lets nobody arrive for an appointment that is days away', async () => {
  const { desk, book } = await openDesk()
  const { id } = (await book({ date: '2026-12-08' })).appointment
  await expect(desk.call('waitingRoom.arrive', { id })).rejects.toEqual(
    refusal('not-today', { date: '2026-12-08' })
  )
})

it('moves who waits to another clinician today, but to no other day', async () => {
  const { desk, book, clinicians } = await openDesk()
  const { id } = (await book()).appointment
  await desk.call('waitingRoom.arrive', { id })
  const to = (date: string, version: number) =>
    desk.call('appointments.move', {
      id,
      version,
      clinicianId: clinicians[1].id,
      date,
      time: '10:30',
      durationMinutes: 20,
      isOverbooking: false
    })
  await expect(to('2026-12-04', 2)).rejects.toEqual(refusal('arrived-other-day'))
  expect((await to('2026-12-03', 2)).appointment).toMatchObject({
    status: 'arrived',
    clinicianId: clinicians[1].id
  })
})

it('puts who waits longest first, and for a clinician the own patients before the others', async () => {
  const clinic = await openDesk()
  const { as, desk, book, clinicians, odd } = clinic
  const own = await book({ time: '10:00' })
  const other = await book({ time: '09:30', clinicianId: clinicians[1].id, patientId: odd })
  standAt(clinic, '09:20')
  await desk.call('waitingRoom.arrive', { id: other.appointment.id })
  standAt(clinic, '09:40')
  await desk.call('waitingRoom.arrive', { id: own.appointment.id })
  const order = async (client: typeof desk) =>
    (await client.call('waitingRoom.board', {})).waiting.map(({ id }) => id)
  expect(await order(desk)).toEqual([other.appointment.id, own.appointment.id])
  expect(await order(await as('clinician'))).toEqual([own.appointment.id, other.appointment.id])
})

it('counts who waits and how far each clinician is behind', async () => {
  const clinic = await openDesk()
  const { desk, book, clinicians, odd } = clinic
  const waits = await book({ time: '09:30' })
  const inside = await book({ time: '09:10', clinicianId: clinicians[1].id, patientId: odd })
  await desk.call('waitingRoom.arrive', { id: waits.appointment.id })
  await desk.call('waitingRoom.arrive', { id: inside.appointment.id })
  await desk.call('waitingRoom.callIn', { id: inside.appointment.id, roomId: null })
  standAt(clinic, '09:55')
  const board = await desk.call('waitingRoom.board', {})
  expect(board.clinicians).toMatchObject([
    { clinicianId: clinicians[0].id, waiting: 1, delayMinutes: 25 },
    { clinicianId: clinicians[1].id, waiting: 0, delayMinutes: 25 },
    { clinicianId: clinicians[2].id, waiting: 0, delayMinutes: 0 }
  ])
  expect(board.medianWaitMinutes).toBe(0)
})

it('shows no median while nobody has been called in', async () => {
  const { desk, book } = await openDesk()
  expect(await desk.call('waitingRoom.board', {})).toMatchObject({
    date: '2026-12-03',
    now: '2026-12-03T08:00:00Z',
    expected: [],
    medianWaitMinutes: null
  })
  const { id } = (await book()).appointment
  await desk.call('waitingRoom.arrive', { id })
  expect((await desk.call('waitingRoom.board', {})).medianWaitMinutes).toBeNull()
})

it('has the waiting room as it was after a restart', async () => {
  const { desk, book, restart } = await openDesk()
  const { id } = (await book()).appointment
  await desk.call('waitingRoom.arrive', { id })
  const before = await desk.call('waitingRoom.board', {})
  const again = await (await restart()).as('receptionist')
  expect(await again.call('waitingRoom.board', {})).toEqual(before)
})

function draftOf({ id, name, colour, isActive, defaultRoomId }: Clinician) {
  return { id, name, colour, isActive, defaultRoomId }
}

it('lets in who was called missed and comes after all, beside whoever has got the place meanwhile', async () => {
  const clinic = await openDesk()
  const { desk, book, odd, look } = clinic
  const { appointment } = await book()
  standAt(clinic, '10:01')
  await desk.call('waitingRoom.noShow', { id: appointment.id })
  const other = await book({ patientId: odd })
  const back = await desk.call('waitingRoom.stepBack', { id: appointment.id })
  expect(back).toMatchObject({ status: 'booked', time: '10:00', isOverbooked: true })
  expect((await desk.call('waitingRoom.arrive', { id: appointment.id })).appointment.status).toBe('arrived')
  expect(await look(other.appointment)).toMatchObject({ status: 'booked', version: 1, isOverbooked: false })
})

it('lets back in who had left, beside whoever has got the place meanwhile', async () => {
  const clinic = await openDesk()
  const { desk, book, odd } = clinic
  const { id } = (await book()).appointment
  await desk.call('waitingRoom.arrive', { id })
  const { changeId } = await desk.call('waitingRoom.leaveUnseen', { id })
  await book({ patientId: odd, time: '10:10' })
  expect(await desk.call('appointments.undo', { changeId })).toMatchObject({
    encounterStatus: 'arrived',
    isLeftUnseen: false,
    isOverbooked: true
  })
})

it('does not mark who comes after all to a place that is still free', async () => {
  const clinic = await openDesk()
  const { id } = (await clinic.book()).appointment
  standAt(clinic, '10:01')
  await clinic.desk.call('waitingRoom.noShow', { id })
  expect(await clinic.desk.call('waitingRoom.stepBack', { id })).toMatchObject({
    status: 'booked',
    isOverbooked: false
  })
})
