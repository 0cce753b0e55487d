import { describe, expect, it } from 'vitest'
import { dayAfterKey, yearWeeks } from './year-grid'

const datesOf = (year: number): string[] =>
  yearWeeks(year).flatMap(({ dates }) => dates.filter((date): date is string => date !== null))

describe('the weeks of a year', () => {
  it('hold each of its days once, also 29 February', () => {
    expect(datesOf(2026)).toHaveLength(365)
    expect(new Set(datesOf(2028)).size).toBe(366)
    expect(datesOf(2028)).toContain('2028-02-29')
  })

  it('begin with the week of New Year’s Day, under its ISO number', () => {
    const [first] = yearWeeks(2027)
    expect(first).toMatchObject({ monday: '2026-12-28', number: 53, month: 1 })
    expect(first?.dates).toEqual([null, null, null, null, '2027-01-01', '2027-01-02', '2027-01-03'])
  })

  it('name each month once', () => {
    expect(yearWeeks(2026).flatMap(({ month }) => month ?? [])).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    ])
  })

  it('are never fewer than 53 nor more than 54', () => {
    for (let year = 2000; year < 2100; year += 1) expect([53, 54]).toContain(yearWeeks(year).length)
  })
})

describe('arrow keys over the year', () => {
  it('lead a day down and a week to the right', () => {
    expect(dayAfterKey('2026-03-02', 'ArrowDown')).toBe('2026-03-03')
    expect(dayAfterKey('2026-03-02', 'ArrowRight')).toBe('2026-03-09')
  })

  it('stay inside the year', () => {
    expect(dayAfterKey('2026-12-31', 'ArrowDown')).toBe('2026-12-31')
    expect(dayAfterKey('2026-06-10', 'End')).toBe('2026-12-31')
  })

  it('leave other keys alone', () => {
    expect(dayAfterKey('2026-03-02', 'Enter')).toBeNull()
  })
})
