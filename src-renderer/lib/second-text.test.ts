import { expect, it } from 'vitest'
import { secondText } from './second-text'

it('writes the time to the second on the clinic’s clock, in summer and in winter', () => {
  expect(secondText('2026-12-03T08:20:07Z', 'Europe/Oslo', 'nb')).toBe('09.20.07')
  expect(secondText('2026-07-03T22:05:59.400Z', 'Europe/Oslo', 'en')).toBe('00:05:59')
})
