import { expect, it } from 'vitest'
import { minutesLeft } from './offer-look'

it('counts the minutes that are left up, and never below none', () => {
  const now = Date.parse('2026-11-26T08:00:30Z')
  expect(minutesLeft('2026-11-26T08:30:00.000Z', now)).toBe(30)
  expect(minutesLeft('2026-11-26T08:00:00.000Z', now)).toBe(0)
})
