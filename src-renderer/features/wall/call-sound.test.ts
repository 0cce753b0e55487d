import { expect, it } from 'vitest'
import { hasNewCall } from './call-sound'

const kt = { code: 'KT47', at: '2026-12-03T09:00:00Z' }
const dm = { code: 'DM35', at: '2026-12-03T09:02:00Z' }

it('sounds for who was not called before, and for who is called once more', () => {
  expect(hasNewCall([], [kt])).toBe(true)
  expect(hasNewCall([kt], [dm, kt])).toBe(true)
  expect(hasNewCall([kt], [{ ...kt, at: dm.at }])).toBe(true)
})

it('is silent when nobody was added', () => {
  expect(hasNewCall([dm, kt], [dm])).toBe(false)
  expect(hasNewCall([kt], [kt])).toBe(false)
})
