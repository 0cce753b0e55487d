import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { deadlineOf, freeNumber } from './deadline.rules'

const now = Temporal.Instant.from('2026-11-26T08:00:00Z')

function untilFor(changes: Partial<Parameters<typeof deadlineOf>[0]>): string | null {
  const start = now.add({ hours: 48 })
  const asked = { notBefore: now, start, answerMinutes: 30, noticeMinutes: 60 }
  return deadlineOf({ ...asked, ...changes })?.until.toString() ?? null
}

it('stands for as long as the desk has chosen, from when it may leave', () => {
  expect(untilFor({})).toBe('2026-11-26T08:30:00Z')
  expect(untilFor({ notBefore: now.add({ hours: 1 }) })).toBe('2026-11-26T09:30:00Z')
  expect(untilFor({ notBefore: now.add({ seconds: 40 }) })).toBe('2026-11-26T08:30:00Z')
})

it('ends while the patient still has the notice they need', () => {
  expect(untilFor({ start: now.add({ minutes: 80 }) })).toBe('2026-11-26T08:20:00Z')
  expect(untilFor({ start: now.add({ minutes: 62 }) })).toBeNull()
  expect(untilFor({ start: now.add({ minutes: 20 }), noticeMinutes: 0 })).toBe('2026-11-26T08:15:00Z')
})

it('is not asked any more when half of the time to answer has gone', () => {
  const start = now.add({ hours: 48 })
  const deadline = deadlineOf({ notBefore: now, start, answerMinutes: 30, noticeMinutes: 60 })
  expect(deadline?.askUntil.toString()).toBe('2026-11-26T08:15:00Z')
})

it('gives the smallest number that is free', () => {
  expect(freeNumber([])).toBe(1)
  expect(freeNumber([1, 3])).toBe(2)
})
