import { describe, expect, it } from 'vitest'
import { openDesk } from './fixtures/desk'

describe('an appointment entered in error', () => {
  it('keeps its row and history, and leaves calendars and lists', async () => {
    const clinic = await openDesk()
    const { appointment } = await clinic.book()
    const { id } = appointment
    await clinic.desk.call('waitingRoom.arrive', { id })
    const entered = await clinic.desk.call('appointments.enterInError', { id, version: 2 })
    expect(entered.appointment).toMatchObject({ status: 'entered-in-error', version: 3 })
    const history = await clinic.desk.call('appointments.history', { id })
    expect(history.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['entered-in-error', 'arrived', 'entered-in-error'],
      ['arrived', 'booked', 'arrived'],
      ['booked', null, '2026-12-03 10:00 (20) · Anne Lunde']
    ])
    const day = await clinic.desk.call('appointments.day', { date: '2026-12-03' })
    expect(day.columns.flatMap(({ appointments }) => appointments)).toEqual([])
    const ofPatient = { patientId: clinic.ingrid, limit: 10 }
    expect(await clinic.desk.call('appointments.forPatient', ofPatient)).toEqual({
      appointments: [],
      total: 0
    })
    await expect(clinic.book({ patientId: clinic.odd })).resolves.toBeDefined()
  })

  it('is shown in day and list on request', async () => {
    const clinic = await openDesk()
    const { appointment } = await clinic.book()
    await clinic.desk.call('appointments.enterInError', { id: appointment.id, version: 1 })
    const day = await clinic.desk.call('appointments.day', { date: '2026-12-03', withErrors: true })
    expect(day.columns.flatMap(({ appointments }) => appointments)).toMatchObject([
      { id: appointment.id, status: 'entered-in-error' }
    ])
    const ofPatient = { patientId: clinic.ingrid, limit: 10, withErrors: true }
    expect(await clinic.desk.call('appointments.forPatient', ofPatient)).toMatchObject({
      appointments: [{ id: appointment.id }],
      total: 1
    })
  })

  it('is taken back by undo, to the state it had', async () => {
    const clinic = await openDesk()
    const { id } = (await clinic.book()).appointment
    await clinic.desk.call('waitingRoom.arrive', { id })
    const { changeId } = await clinic.desk.call('appointments.enterInError', { id, version: 2 })
    await expect(clinic.desk.call('appointments.enterInError', { id, version: 3 })).rejects.toMatchObject({
      code: 'transition-not-allowed'
    })
    expect(await clinic.desk.call('appointments.undo', { changeId })).toMatchObject({ status: 'arrived' })
  })

  it('is the desk’s to say', async () => {
    const clinic = await openDesk()
    const { id } = (await clinic.book()).appointment
    const clinician = await clinic.as('clinician')
    const saying = clinician.call('appointments.enterInError', { id, version: 1 })
    await expect(saying).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('who has arrived', () => {
  it('never becomes a no-show by the passing of time, however far the clock jumps', async () => {
    const clinic = await openDesk({ runsJobs: true })
    const { id } = (await clinic.book()).appointment
    const untouched = (await clinic.book({ patientId: clinic.odd, time: '11:00' })).appointment
    await clinic.desk.call('waitingRoom.arrive', { id })
    for (const hours of [3, 12, 24 * 40, 24 * 800]) {
      clinic.clock.set(clinic.clock.now().add({ hours }))
      clinic.core.resume()
      await clinic.core.runOutbox()
      expect(await clinic.look({ id })).toMatchObject({ status: 'arrived', encounterStatus: 'arrived' })
      expect(await clinic.look(untouched)).toMatchObject({ status: 'booked' })
    }
    await expect(clinic.desk.call('waitingRoom.noShow', { id })).rejects.toMatchObject({
      code: 'transition-not-allowed'
    })
    const again = await clinic.restart({ runsJobs: true })
    const desk = await again.as('receptionist')
    await again.core.runOutbox()
    expect(await desk.call('appointments.get', { id })).toMatchObject({ status: 'arrived' })
    expect(await desk.call('appointments.history', { id })).toHaveLength(2)
  })
})
