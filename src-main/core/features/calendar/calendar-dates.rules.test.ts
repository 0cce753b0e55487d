import { expect, it } from 'vitest'
import { weekOf, weeksOfMonth } from './calendar-dates.rules'

it('begins a week on Monday, also across the turn of a year', () => {
  expect(weekOf('2027-01-01')).toEqual([
    '2026-12-28',
    '2026-12-29',
    '2026-12-30',
    '2026-12-31',
    '2027-01-01',
    '2027-01-02',
    '2027-01-03'
  ])
  expect(weekOf('2026-11-23')[0]).toBe('2026-11-23')
  expect(weekOf('2026-11-29')[0]).toBe('2026-11-23')
})

it('shows whole weeks of a month', () => {
  const december = weeksOfMonth('2026-12-17')
  expect([december[0], december.at(-1), december.length]).toEqual(['2026-11-30', '2027-01-03', 35])
  // February 2027 begins on a Monday and ends on a Sunday.
  expect(weeksOfMonth('2027-02-10')).toHaveLength(28)
})

it('knows 29 February', () => {
  expect(weeksOfMonth('2028-02-29')).toContain('2028-02-29')
  expect(weeksOfMonth('2027-02-01')).not.toContain('2027-02-29')
})
