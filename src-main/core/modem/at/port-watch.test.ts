import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchPort } from './port-watch'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A port whose driver answers as told. */
function watched(answer: () => string | null): {
  isGone: () => boolean
  asked: () => number
  stop: () => void
} {
  let [gone, asked] = [false, 0]
  const port = {
    async get() {
      asked += 1
      const message = answer()
      if (message !== null) throw new Error(message)
    }
  }
  const stop = watchPort(port, () => (gone = true))
  return { isGone: () => gone, asked: () => asked, stop }
}

it('notices within a second that a port is gone which says nothing', async () => {
  let answer: string | null = null
  const { isGone } = watched(() => answer)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(isGone()).toBe(false)
  answer = 'Input/output error, cannot get'
  await vi.advanceTimersByTimeAsync(1_000)
  expect(isGone()).toBe(true)
})

it('takes a port that has no lines to ask for as it is, until it answers otherwise', async () => {
  let answer = 'Inappropriate ioctl for device, cannot get'
  const { isGone } = watched(() => answer)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(isGone()).toBe(false)
  answer = 'Input/output error, cannot get'
  await vi.advanceTimersByTimeAsync(1_000)
  expect(isGone()).toBe(true)
})

it('asks no more when it is told to stop', async () => {
  const { asked, stop } = watched(() => null)
  stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked()).toBe(1)
})
