import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../../test/builders/appointment-view'
import { computedDelay, delayNow, delayStep, toldMinutes } from './delay.rules'

const at = (time: string): string => `2026-12-03T${time}:00Z`
const here = { status: 'arrived', encounterStatus: 'arrived' } as const
// The builder's appointment is at 09:20 in Oslo unless told otherwise: 08:20 UTC.

describe('how far behind a clinician is', () => {
  it('is nothing when nobody waits and nobody is inside', () => {
    expect(computedDelay([], at('09:00'))).toBe(0)
    expect(computedDelay([appointmentView({ time: '09:20' })], at('09:00'))).toBe(0)
  })

  it('counts from the start that has passed, of the one who waits longest past it', () => {
    const visits = [
      appointmentView({ ...here, time: '09:20', arrivedAt: at('08:10') }),
      appointmentView({ ...here, time: '09:40', arrivedAt: at('08:15') })
    ]
    expect(computedDelay(visits, at('08:45'))).toBe(25)
  })

  it('counts from the arrival of who came late', () => {
    const late = appointmentView({ ...here, time: '09:20', arrivedAt: at('08:40') })
    expect(computedDelay([late], at('08:45'))).toBe(5)
  })

  it('counts the visit under way from its planned end', () => {
    const inside = appointmentView({ status: 'checked-in', encounterStatus: 'in-progress', time: '09:20' })
    const end = Date.parse(inside.end)
    expect(computedDelay([inside], new Date(end + 7 * 60_000).toISOString())).toBe(7)
    expect(computedDelay([inside], new Date(end - 60_000).toISOString())).toBe(0)
  })
})

it('goes by what was said by hand while that holds, also when that is nothing', () => {
  const set = { minutes: 0, until: at('12:00'), userName: 'Anne Lunde' }
  expect(delayNow(25, null)).toBe(25)
  expect(delayNow(25, set)).toBe(0)
})

it('tells whole five minutes and counts steps of a quarter', () => {
  expect([1, 5, 22, 26].map(toldMinutes)).toEqual([5, 5, 25, 30])
  expect([5, 14, 15, 29, 30].map(delayStep)).toEqual([0, 0, 1, 1, 2])
})
