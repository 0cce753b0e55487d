import { describe, expect, it } from 'vitest'
import { addDays, isoWeek, isoWeekday, minuteOf, wallTimeOf } from './wall-time'

describe('wall time', () => {
  it('turns a wall-clock time into minutes and back', () => {
    expect(minuteOf('09:20')).toBe(560)
    expect(wallTimeOf(560)).toBe('09:20')
    expect(wallTimeOf(0)).toBe('00:00')
  })

  it('holds minutes outside the day at its edges', () => {
    expect(wallTimeOf(-5)).toBe('00:00')
    expect(wallTimeOf(1440)).toBe('23:59')
  })

  it('steps over month ends, leap days and the nights when summer time begins and ends', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-03-28', 1)).toBe('2026-03-29')
    expect(addDays('2026-03-29', 1)).toBe('2026-03-30')
    expect(addDays('2026-10-25', 1)).toBe('2026-10-26')
    expect(addDays('2026-10-26', -1)).toBe('2026-10-25')
  })

  it('numbers weekdays from Monday and weeks by their Thursday', () => {
    expect(isoWeekday('2026-12-03')).toBe(4)
    expect(isoWeekday('2026-12-06')).toBe(7)
    expect(isoWeek('2026-12-03')).toBe(49)
    expect(isoWeek('2027-01-01')).toBe(53)
    expect(isoWeek('2026-01-01')).toBe(1)
  })
})
