import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { isMovable, isOpenBooking, possibleSteps } from './possible-steps'

const today = '2026-12-03'
const at = (time: string): number => Date.parse(`${today}T${time}:00Z`)
const arrived = { status: 'arrived', encounterStatus: 'arrived', arrivedAt: '2026-12-03T08:52:00Z' } as const

describe('the steps offered next', () => {
  it('are arrival before the time, and no-show too once it has begun', () => {
    expect(possibleSteps(appointmentView(), today, at('08:00'))).toEqual(['arrive'])
    expect(possibleSteps(appointmentView(), today, at('09:10'))).toEqual(['arrive', 'noShow'])
  })

  it('never offer no-show for someone who has arrived', () => {
    expect(possibleSteps(appointmentView(arrived), today, at('12:00'))).toEqual(['callIn', 'leaveUnseen'])
  })

  it('are finishing for who is inside, and none after that', () => {
    const inside = appointmentView({ ...arrived, encounterStatus: 'in-progress' })
    const over = appointmentView({ ...arrived, status: 'fulfilled', encounterStatus: 'finished' })
    expect(possibleSteps(inside, today, at('10:00'))).toEqual(['finish'])
    expect(possibleSteps(over, today, at('10:00'))).toEqual([])
  })

  it('are none on another day or for a cancelled appointment', () => {
    expect(possibleSteps(appointmentView({ date: '2026-12-04' }), today, at('10:00'))).toEqual([])
    expect(possibleSteps(appointmentView({ status: 'cancelled' }), today, at('10:00'))).toEqual([])
  })
})

describe('moving and cancelling', () => {
  it('are for bookings nobody has come for', () => {
    expect(isOpenBooking(appointmentView())).toBe(true)
    expect(isMovable(appointmentView())).toBe(true)
    expect(isOpenBooking(appointmentView({ status: 'noshow' }))).toBe(false)
  })

  it('leave moving for who has arrived, until they are called in', () => {
    expect(isOpenBooking(appointmentView(arrived))).toBe(false)
    expect(isMovable(appointmentView(arrived))).toBe(true)
    expect(isMovable(appointmentView({ ...arrived, status: 'checked-in' }))).toBe(false)
  })
})
