import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  civilDateOf,
  dateRange,
  isoWeek,
  isoWeekday,
  longDate,
  minuteOfDay,
  minutesSince,
  mondayOf,
  monthName,
  shortDate,
  shownTime,
  wallTimeOf
} from './dates'

describe('dates', () => {
  it('stands on the clinic’s date and time, not on UTC’s', () => {
    expect(civilDateOf('2026-12-03T23:30:00Z', 'Europe/Oslo')).toBe('2026-12-04')
    expect(wallTimeOf('2026-12-03T08:20:00Z', 'Europe/Oslo')).toBe('09:20')
    expect(wallTimeOf('2026-07-03T22:05:00Z', 'Europe/Oslo')).toBe('00:05')
    expect(minuteOfDay('2026-12-03T08:20:00Z', 'Europe/Oslo')).toBe(560)
  })

  it('counts weeks as ISO 8601 does', () => {
    expect(['2026-12-03', '2026-01-01', '2027-01-01', '2024-12-30'].map(isoWeek)).toEqual([49, 1, 53, 1])
    expect(isoWeekday('2026-12-06')).toBe(7)
  })

  it('adds days across months and summer time', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
  })

  it('writes dates and times as the language does', () => {
    expect(shortDate('1987-05-17', 'nb')).toBe('17.05.1987')
    expect(shortDate('1987-05-17', 'nl')).toBe('17-05-1987')
    expect(shortDate('1987-05-17', 'en')).toBe('17/05/1987')
    expect([shownTime('09:20', 'nb'), shownTime('09:20', 'en')]).toEqual(['09.20', '09:20'])
    expect(longDate('2026-12-03', 'nb', 2026)).toBe('torsdag 3. desember')
    expect(longDate('2027-12-03', 'nb', 2026)).toContain('2027')
  })

  it('counts no negative minutes', () => {
    const now = Date.parse('2026-12-03T09:00:00Z')
    expect(minutesSince('2026-12-03T08:18:30Z', now)).toBe(41)
    expect(minutesSince('2026-12-03T09:05:00Z', now)).toBe(0)
  })

  it('goes from month to month on the same day, or on the last there is', () => {
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15')
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29')
    expect(addMonths('2027-03-31', -1)).toBe('2027-02-28')
    expect(addMonths('2027-01-05', -1)).toBe('2026-12-05')
  })

  it('finds the Monday of a week', () => {
    expect(mondayOf('2026-11-23')).toBe('2026-11-23')
    expect(mondayOf('2027-01-03')).toBe('2026-12-28')
  })

  it('writes a week’s dates and a month’s name as the language does', () => {
    expect(dateRange('2026-11-23', '2026-11-29', 'nb', 2026)).toMatch(/^23\..29\. november$/)
    expect(dateRange('2026-12-28', '2027-01-03', 'en', 2026)).toMatch(/^28 December 2026.*3 January 2027$/)
    expect(monthName('2026-12-03', 'nl')).toBe('december 2026')
  })
})
