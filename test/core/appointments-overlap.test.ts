import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openDesk } from './fixtures/desk'

const taken = (parameters = { date: '2026-12-03', time: '10:00' }) =>
  expect.objectContaining({ code: 'slot-taken', parameters })

it('gives one slot to one of two people who take it in the same instant', async () => {
  const { book, desk, ingrid, odd } = await openDesk()
  const results = await Promise.allSettled([book({ patientId: ingrid }), book({ patientId: odd })])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: taken() })
  const { columns } = await desk.call('appointments.day', { date: '2026-12-03' })
  expect(columns[0]?.appointments).toHaveLength(1)
})

it('gives one slot to one of two appointments that are moved there in the same instant', async () => {
  const { book, desk, clinicians } = await openDesk()
  const bookings = [await book({ time: '08:00' }), await book({ time: '12:00' })]
  const results = await Promise.allSettled(
    bookings.map(({ appointment: { id, version, date } }) =>
      desk.call('appointments.move', {
        id,
        version,
        clinicianId: clinicians[1].id,
        date,
        time: '10:00',
        durationMinutes: 20,
        isOverbooking: false
      })
    )
  )
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

it('leaves nothing behind of a booking that was refused', async () => {
  const { book, core, odd } = await openDesk()
  await book()
  const { entries } = await head()
  await expect(book({ patientId: odd, time: '10:15' })).rejects.toEqual(
    taken({ date: '2026-12-03', time: '10:15' })
  )
  expect((await head()).entries).toBe(entries)
  expect(core.database.driver.prepare('select count(*) as n from appointment_change').get()).toEqual({ n: 1 })

  async function head() {
    return await core.database.reader
      .selectFrom('access_log_head')
      .select('entries')
      .executeTakeFirstOrThrow()
  }
})

it('lets appointments follow one another without a gap, and lie side by side with two clinicians', async () => {
  const { book, clinicians } = await openDesk()
  await book()
  await book({ time: '10:20' })
  await book({ time: '09:40' })
  await expect(book({ clinicianId: clinicians[1].id })).resolves.toBeDefined()
})

it('overbooks on purpose and marks the one that came on top', async () => {
  const { book, look, odd } = await openDesk()
  const first = await book()
  const second = await book({ patientId: odd, isOverbooking: true })
  expect(second.appointment.isOverbooked).toBe(true)
  expect(await look(first.appointment)).toMatchObject({ isOverbooked: false })
})

it('does not mark as overbooked what turned out to be free', async () => {
  const { book } = await openDesk()
  expect((await book({ isOverbooking: true })).appointment.isOverbooked).toBe(false)
})

it('asks again before a third person is laid upon an overbooked one', async () => {
  const { book, odd } = await openDesk()
  await book()
  await book({ patientId: odd, time: '10:10', isOverbooking: true })
  await expect(book({ time: '10:20' })).rejects.toEqual(taken({ date: '2026-12-03', time: '10:20' }))
})

it('lets who lies beside an overbooked one arrive, be seen, and take less time', async () => {
  const { book, desk, clinicians, odd } = await openDesk()
  const { appointment } = await book({ durationMinutes: 40 })
  const onTop = await book({ patientId: odd, time: '10:10', isOverbooking: true })
  const shorter = { clinicianId: clinicians[0].id, date: '2026-12-03', isOverbooking: false }
  await desk.call('appointments.move', {
    ...shorter,
    id: appointment.id,
    version: 1,
    time: '10:00',
    durationMinutes: 30
  })
  const resized = await desk.call('appointments.move', {
    ...shorter,
    id: onTop.appointment.id,
    version: 1,
    time: '10:10',
    durationMinutes: 10
  })
  expect(resized.appointment.isOverbooked).toBe(true)
  await desk.call('waitingRoom.arrive', { id: appointment.id })
  await desk.call('waitingRoom.callIn', { id: appointment.id, roomId: null })
  const { appointment: seen } = await desk.call('waitingRoom.finish', { id: appointment.id })
  expect(seen).toMatchObject({ status: 'fulfilled', isOverbooked: false })
})

it('frees the place of who cancelled, did not come or left unseen', async () => {
  const { book, clock, desk, odd } = await openDesk()
  const cancelled = await book({ time: '09:00' })
  await desk.call('appointments.cancel', {
    id: cancelled.appointment.id,
    version: 1,
    reason: 'patient',
    notifyPatient: true
  })
  const missed = await book({ time: '09:20' })
  const left = await book({ time: '09:40' })
  clock.set(clock.now().add({ minutes: 45 }))
  await desk.call('waitingRoom.noShow', { id: missed.appointment.id })
  await desk.call('waitingRoom.arrive', { id: left.appointment.id })
  await desk.call('waitingRoom.leaveUnseen', { id: left.appointment.id })
  await expect(book({ patientId: odd, time: '09:00', durationMinutes: 60 })).resolves.toBeDefined()
})

it('says when the place of a cancelled appointment is gone at undo', async () => {
  const { book, desk, look, odd } = await openDesk()
  const { appointment } = await book()
  const { changeId } = await desk.call('appointments.cancel', {
    id: appointment.id,
    version: 1,
    reason: 'patient',
    notifyPatient: false
  })
  await book({ patientId: odd, time: '10:10' })
  await expect(desk.call('appointments.undo', { changeId })).rejects.toEqual(taken())
  expect(await look(appointment)).toMatchObject({ status: 'cancelled' })
})

it('takes back a cancellation beside the overbooked appointment that lay there all along, and marks it', async () => {
  const { book, desk, odd } = await openDesk()
  const { appointment } = await book()
  await book({ patientId: odd, isOverbooking: true })
  const { changeId } = await desk.call('appointments.cancel', {
    id: appointment.id,
    version: 1,
    reason: 'patient',
    notifyPatient: false
  })
  expect(await desk.call('appointments.undo', { changeId })).toMatchObject({
    status: 'booked',
    isOverbooked: true
  })
})

it('never lets two appointments share a minute unless one is marked as overbooked', async () => {
  const { book, core, clinicians } = await openDesk()
  const wish = fc.record({
    start: fc.integer({ min: 8 * 12, max: 11 * 12 }),
    steps: fc.integer({ min: 1, max: 12 }),
    column: fc.constantFrom(0, 1)
  })
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 2, maxLength: 6 }), async (wishes) => {
      const attempts = wishes.map(({ start, steps, column }) =>
        book({
          clinicianId: clinicians[column === 0 ? 0 : 1].id,
          time: `${String(Math.floor(start / 12)).padStart(2, '0')}:${String((start % 12) * 5).padStart(2, '0')}`,
          durationMinutes: steps * 5
        })
      )
      await Promise.allSettled(attempts)
      const shared = core.database.driver
        .prepare(
          `select count(*) as n from appointment a join appointment b on a.clinician_id = b.clinician_id and a.id < b.id
           and a.start_at < b.end_at and b.start_at < a.end_at where a.is_live and b.is_live`
        )
        .get()
      expect(shared).toEqual({ n: 0 })
      core.database.driver.exec(`update appointment set status = 'entered-in-error'`)
    }),
    { numRuns: 40 }
  )
})
