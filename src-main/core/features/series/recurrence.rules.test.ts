import type { Recurrence } from '@contract/series'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { datesOf } from './recurrence.rules'

const times = (count: number) => ({ kind: 'count', count }) as const
const until = (date: string) => ({ kind: 'until', date }) as const

function listed(first: string, recurrence: Recurrence): string[] {
  return datesOf(first, recurrence).dates.map(({ date, adjusted }) => (adjusted ? `${date} *` : date))
}

describe('the dates of a series', () => {
  it('come every so many days and weeks', () => {
    expect(listed('2026-12-03', { rhythm: 'days', every: 10, end: times(3) })).toEqual([
      '2026-12-03',
      '2026-12-13',
      '2026-12-23'
    ])
    expect(listed('2026-12-03', { rhythm: 'weeks', every: 2, end: until('2027-01-14') })).toEqual([
      '2026-12-03',
      '2026-12-17',
      '2026-12-31',
      '2027-01-14'
    ])
  })

  it('take the last day of a month that is too short, say so, and go back to the day after it', () => {
    expect(listed('2027-01-31', { rhythm: 'months-by-date', every: 1, end: times(4) })).toEqual([
      '2027-01-31',
      '2027-02-28 *',
      '2027-03-31',
      '2027-04-30 *'
    ])
  })

  it('take 28 February in years without a 29th', () => {
    expect(listed('2028-02-29', { rhythm: 'months-by-date', every: 12, end: times(5) })).toEqual([
      '2028-02-29',
      '2029-02-28 *',
      '2030-02-28 *',
      '2031-02-28 *',
      '2032-02-29'
    ])
  })

  it('follow the weekday of the month, and take the last one where there is no fifth', () => {
    expect(listed('2026-12-08', { rhythm: 'months-by-weekday', every: 1, end: times(3) })).toEqual([
      '2026-12-08',
      '2027-01-12',
      '2027-02-09'
    ])
    expect(listed('2026-11-30', { rhythm: 'months-by-weekday', every: 1, end: times(5) })).toEqual([
      '2026-11-30',
      '2026-12-28 *',
      '2027-01-25 *',
      '2027-02-22 *',
      '2027-03-29'
    ])
  })

  it('hold at least the first, whatever the end', () => {
    expect(listed('2026-12-03', { rhythm: 'weeks', every: 1, end: until('2026-11-01') })).toEqual([
      '2026-12-03'
    ])
  })

  it('stop at the longest series, and say so', () => {
    const weekly = datesOf('2026-12-03', { rhythm: 'weeks', every: 1, end: until('2036-12-03') })
    expect([weekly.dates.length, weekly.isCut]).toEqual([104, true])
    const yearly = datesOf('2026-12-03', { rhythm: 'months-by-date', every: 12, end: times(50) })
    expect([yearly.dates.length, yearly.isCut]).toEqual([11, true])
    const whole = datesOf('2026-12-03', { rhythm: 'weeks', every: 1, end: times(104) })
    expect([whole.dates.length, whole.isCut]).toEqual([104, false])
  })

  it('never stand still or leave their month, and keep their day wherever the month has it', () => {
    const day = fc.integer({ min: 0, max: 4_000 })
    const rhythm = fc.constantFrom('months-by-date', 'months-by-weekday')
    fc.assert(
      fc.property(day, rhythm, fc.integer({ min: 1, max: 18 }), (offset, rhythm, every) => {
        const first = Temporal.PlainDate.from('2026-01-01').add({ days: offset })
        const { dates } = datesOf(first.toString(), { rhythm, every, end: times(24) })
        dates.forEach(({ date, adjusted }, index) => {
          const at = Temporal.PlainDate.from(date)
          const months = first.toPlainYearMonth().until(at.toPlainYearMonth(), { largestUnit: 'months' })
          expect(months.months).toBe(index * every)
          if (rhythm === 'months-by-weekday') expect(at.dayOfWeek).toBe(first.dayOfWeek)
          else if (adjusted) expect(at.day).toBe(at.daysInMonth)
          else expect(at.day).toBe(first.day)
          if (adjusted) expect(first.day).toBeGreaterThan(28)
        })
      })
    )
  })
})
