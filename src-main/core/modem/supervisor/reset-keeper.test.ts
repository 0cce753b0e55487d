import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ResetKeeper } from './reset-keeper'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const timings = { resetMs: 60_000, longestResetMs: 200_000, stuckMs: 900_000 }

it('starts a modem anew after three set-ups that did not help, and less and less often', () => {
  const keeper = new ResetKeeper(timings)
  const resets = Array.from({ length: 60 }, () => {
    vi.advanceTimersByTime(10_000)
    return keeper.noteFailure()
  })
  const seconds = resets.flatMap((isReset, index) => (isReset ? [(index + 1) * 10] : []))
  expect(seconds).toEqual([30, 90, 210, 410])
})

it('begins anew once a message has left', () => {
  const keeper = new ResetKeeper(timings)
  expect([keeper.noteFailure(), keeper.noteFailure()]).toEqual([false, false])
  keeper.noteSuccess()
  expect([keeper.noteFailure(), keeper.noteFailure(), keeper.noteFailure()]).toEqual([false, false, true])
})

it('starts a modem anew that finds no network for a quarter of an hour, and not one that had it meanwhile', () => {
  const keeper = new ResetKeeper(timings)
  const look = (state: 'registering' | 'ready', minutes: number): boolean => {
    vi.advanceTimersByTime(minutes * 60_000)
    return keeper.isTimeAfter(state)
  }
  expect([look('registering', 1), look('registering', 14), look('ready', 0)]).toEqual([false, false, false])
  expect([look('registering', 1), look('registering', 14), look('registering', 1)]).toEqual([
    false,
    false,
    true
  ])
  expect(look('registering', 1)).toBe(false)
})
