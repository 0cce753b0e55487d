import { expect, it } from 'vitest'
import { datesOf, isPeriod } from './periods'

it('counts named periods from today', () => {
  expect(datesOf('month', '2026-12-03')).toEqual({ from: '2026-12-01', until: '2026-12-03' })
  expect(datesOf('last-month', '2028-03-15')).toEqual({ from: '2028-02-01', until: '2028-02-29' })
  expect(datesOf('quarter', '2026-12-03')).toEqual({ from: '2026-09-04', until: '2026-12-03' })
  expect(datesOf('year', '2026-12-03')).toEqual({ from: '2025-12-04', until: '2026-12-03' })
})

it('knows what the core would refuse', () => {
  expect(isPeriod({ from: '2026-12-03', until: '2026-12-03' })).toBe(true)
  expect(isPeriod({ from: '2026-12-03', until: '2026-12-02' })).toBe(false)
  expect(isPeriod({ from: '2024-01-01', until: '2026-12-31' })).toBe(false)
  expect(isPeriod({ from: '', until: '2026-12-31' })).toBe(false)
})
