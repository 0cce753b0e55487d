import { describe, expect, it } from 'vitest'
import type { CancelReason } from '../../src-preload/contract/appointments'
import type { FeeFilter } from '../../src-preload/contract/fees'
import { openDesk, type Desk } from './fixtures/desk'

const december: FeeFilter = { from: '2026-12-01', until: '2026-12-31', clinicianId: null, state: 'open' }

/** Books for that time, and cancels now. */
async function cancelledAt(
  { book, desk }: Desk,
  place: { date: string; time: string },
  reason: CancelReason = 'patient'
) {
  const { appointment } = await book(place)
  const { id, version } = appointment
  return await desk.call('appointments.cancel', { id, version, reason, notifyPatient: false })
}

async function setFees({ manager }: Desk) {
  const fees = {
    noShowMinor: 20_000,
    lateCancellationMinor: 15_000,
    exemptUnderAge: 16
  }
  await manager.call('settings.save', { fees })
}

describe('a cancellation', () => {
  it('is late under the clinic’s limit before the start, counted in hours that pass', async () => {
    const clinic = await openDesk({ now: '2026-12-03T08:00:00Z' })
    const intime = await cancelledAt(clinic, { date: '2026-12-04', time: '09:00' })
    const late = await cancelledAt(clinic, { date: '2026-12-04', time: '08:55' })
    expect(intime.appointment.isCancelledLate).toBe(false)
    expect(late.appointment.isCancelledLate).toBe(true)
    const { messaging } = await clinic.desk.call('settings.get', {})
    await clinic.manager.call('settings.save', { messaging: { ...messaging, cancelLimitHours: 48 } })
    const now = await cancelledAt(clinic, { date: '2026-12-04', time: '14:00' })
    expect(now.appointment.isCancelledLate).toBe(true)
    const still = await clinic.look(intime.appointment)
    expect(still.isCancelledLate).toBe(false)
  })

  it('counts the hours of the night the clock changes', async () => {
    const clinic = await openDesk({ now: '2027-03-27T09:00:00Z' })
    // From 10.00 on Saturday to 10.00 on Sunday there are 23 hours.
    const late = await cancelledAt(clinic, { date: '2027-03-28', time: '10:00' })
    const intime = await cancelledAt(clinic, { date: '2027-03-28', time: '11:00' })
    expect([late, intime].map(({ appointment }) => appointment.isCancelledLate)).toEqual([true, false])
  })

  it('is not late when the clinic cancels or the desk had made a mistake, nor any more once it is undone', async () => {
    const clinic = await openDesk()
    const mistake = await cancelledAt(clinic, { date: '2026-12-03', time: '12:00' }, 'wrong-patient')
    expect(mistake.appointment.isCancelledLate).toBe(false)
    const ill = await cancelledAt(clinic, { date: '2026-12-03', time: '12:30' }, 'clinic')
    expect(ill.appointment.isCancelledLate).toBe(false)
    const late = await cancelledAt(clinic, { date: '2026-12-03', time: '13:00' })
    const back = await clinic.desk.call('appointments.undo', { changeId: late.changeId })
    expect(back).toMatchObject({ status: 'booked', isCancelledLate: false })
  })
})

describe('the list of fees', () => {
  it('holds who did not come and who cancelled late, with what the clinic takes', async () => {
    const clinic = await openDesk()
    await setFees(clinic)
    const missed = await clinic.book({ time: '10:00' })
    await cancelledAt(clinic, { date: '2026-12-03', time: '12:00' })
    await cancelledAt(clinic, { date: '2026-12-08', time: '12:00' })
    await cancelledAt(clinic, { date: '2026-12-03', time: '13:00' }, 'clinic')
    clinic.clock.set(clinic.clock.now().add({ hours: 2 }))
    await clinic.desk.call('waitingRoom.noShow', { id: missed.appointment.id })
    const { fees, isCut } = await clinic.desk.call('fees.list', december)
    expect(isCut).toBe(false)
    expect(fees.map(({ time, kind, amountMinor, handled }) => [time, kind, amountMinor, handled])).toEqual([
      ['10:00', 'no-show', 20_000, null],
      ['12:00', 'late-cancellation', 15_000, null]
    ])
    const all = await clinic.desk.call('fees.list', { ...december, state: 'all' })
    expect(all.fees.map(({ time }) => time)).toEqual(['10:00', '12:00'])
    const others = { ...december, clinicianId: clinic.clinicians[1].id }
    expect((await clinic.desk.call('fees.list', others)).fees).toEqual([])
    expect((await clinic.desk.call('fees.list', { ...december, from: '2026-12-04' })).fees).toEqual([])
  })

  it('keeps who ticked one off and when, what it was then, and every decision before', async () => {
    const clinic = await openDesk()
    await setFees(clinic)
    const { appointment } = await cancelledAt(clinic, { date: '2026-12-03', time: '12:00' })
    const decision = { appointmentId: appointment.id, isHandled: true, note: 'Faktura sendt' }
    const handled = await clinic.desk.call('fees.decide', decision)
    expect(handled).toMatchObject({
      amountMinor: 15_000,
      note: 'Faktura sendt',
      handled: { at: '2026-12-03T08:00:00Z', userName: 'Randi Berg' }
    })
    await clinic.manager.call('settings.save', {
      fees: { noShowMinor: 1, lateCancellationMinor: 1, exemptUnderAge: 0 }
    })
    expect((await clinic.desk.call('fees.list', december)).fees).toEqual([])
    const done = await clinic.desk.call('fees.list', { ...december, state: 'handled' })
    expect(done.fees).toEqual([handled])
    const opened = await clinic.manager.call('fees.decide', { ...decision, isHandled: false, note: '' })
    expect(opened).toMatchObject({ handled: null, amountMinor: 1, note: '' })
    const kept = clinic.core.database.driver
      .prepare('select user_name, is_handled, amount_minor, note from fee_decision order by id')
      .all()
    expect(kept).toEqual([
      { user_name: 'Randi Berg', is_handled: 1, amount_minor: 15_000, note: 'Faktura sendt' },
      { user_name: 'Marit Bakke', is_handled: 0, amount_minor: null, note: '' }
    ])
  })

  it('lets go of who came after all, and has nothing for who cancelled in time', async () => {
    const clinic = await openDesk()
    const missed = await clinic.book({ time: '10:00' })
    clinic.clock.set(clinic.clock.now().add({ hours: 2 }))
    const { changeId } = await clinic.desk.call('waitingRoom.noShow', { id: missed.appointment.id })
    await clinic.desk.call('appointments.undo', { changeId })
    expect((await clinic.desk.call('fees.list', { ...december, state: 'all' })).fees).toEqual([])
    const decision = { appointmentId: missed.appointment.id, isHandled: true, note: '' }
    await expect(clinic.desk.call('fees.decide', decision)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is the desk’s, and looking at it is logged', async () => {
    const clinic = await openDesk()
    const clinician = await clinic.as('clinician')
    await expect(clinician.call('fees.list', december)).rejects.toMatchObject({ code: 'not-allowed' })
    await clinic.desk.call('fees.list', december)
    const last = clinic.core.database.driver
      .prepare('select action, detail from access_log order by id desc limit 1')
      .get()
    expect(last).toEqual({ action: 'fees.opened', detail: '2026-12-01 2026-12-31' })
  })
})
