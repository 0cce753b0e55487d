import { expect, it } from 'vitest'
import { workingDaysAfter } from './working-days.rules'

const none = (): boolean => false

it('counts neither weekends nor public holidays', () => {
  expect(workingDaysAfter('2026-12-03', 2, none)).toBe('2026-12-07')
  const christmas = new Set(['2026-12-25', '2026-12-26'])
  expect(workingDaysAfter('2026-12-23', 2, (date) => christmas.has(date))).toBe('2026-12-28')
})

it('takes the day itself for none, or the next one on which the desk works', () => {
  expect(workingDaysAfter('2026-12-03', 0, none)).toBe('2026-12-03')
  expect(workingDaysAfter('2026-12-05', 0, none)).toBe('2026-12-07')
})

it('goes over 29 February', () => {
  expect(workingDaysAfter('2028-02-28', 1, none)).toBe('2028-02-29')
  expect(workingDaysAfter('2028-02-28', 2, none)).toBe('2028-03-01')
})
