import { AppointmentId } from '@contract/ids'
import { expect, it } from 'vitest'
import { Temporal } from 'temporal-polyfill'
import {
  videoLink,
  videoRefusal,
  videoStep,
  type KnownVideoMessage,
  type VideoAppointment
} from './video.rules'

const settings = { baseAddress: 'https://video.example/', linkMinutes: 10, patienceMinutes: 10 }
const start = '2026-12-03T09:20:00Z'
const visit = {
  id: AppointmentId.parse(7),
  start,
  status: 'booked',
  encounterStatus: 'planned'
} as const satisfies VideoAppointment
const link = { purpose: 'video-link', state: 'delivered', about_start: start } as const

const stepAt = (
  time: string,
  known: readonly KnownVideoMessage[] = [],
  changes: Partial<VideoAppointment> = {},
  isFollowedUp = false
) =>
  videoStep({ ...visit, ...changes }, known, {
    settings,
    now: Temporal.Instant.from(`2026-12-03T${time}Z`),
    isFollowedUp
  })

it('sends the link ten minutes before, once, and not when the visit has begun or is gone', () => {
  expect(stepAt('09:09:59')).toBe('none')
  expect(stepAt('09:10:00')).toBe('send-link')
  expect(stepAt('09:25:00')).toBe('send-link')
  expect(stepAt('09:12:00', [{ ...link, state: 'queued' }])).toBe('none')
  expect(stepAt('09:12:00', [], { status: 'cancelled' })).toBe('none')
  expect(stepAt('09:12:00', [], { status: 'checked-in', encounterStatus: 'in-progress' })).toBe('none')
})

it('sends another link for another time', () => {
  expect(stepAt('09:12:00', [{ ...link, about_start: '2026-12-03T08:00:00Z' }])).toBe('send-link')
})

it('says once that the patient may leave, more than ten minutes late, to who got the link', () => {
  expect(stepAt('09:30:00', [link])).toBe('none')
  expect(stepAt('09:30:01', [link])).toBe('say-late')
  expect(stepAt('09:30:01', [link], {}, true)).toBe('none')
  expect(stepAt('09:30:01', [{ ...link, state: 'failed' }])).toBe('none')
  expect(stepAt('09:31:00', [link], { status: 'noshow', encounterStatus: 'cancelled' })).toBe('none')
})

it('has followed up once whom no link was ever written to, unless they came here', () => {
  expect(stepAt('09:30:01')).toBe('follow-up')
  expect(stepAt('09:30:01', [], {}, true)).toBe('none')
  expect(stepAt('09:30:01', [{ ...link, state: 'blocked' }])).toBe('none')
  expect(stepAt('09:30:01', [], { status: 'arrived', encounterStatus: 'arrived' })).toBe('none')
  expect(stepAt('09:30:01', [{ ...link, about_start: '2026-12-03T08:00:00Z' }])).toBe('follow-up')
})

it('gives each visit and each of its times a room of its own', () => {
  const key = Buffer.alloc(32, 1)
  const one = videoLink(settings, key, visit)
  expect(one).toMatch(/^https:\/\/video\.example\/[\w-]{22}$/)
  expect(videoLink(settings, key, visit)).toBe(one)
  expect(videoLink(settings, key, { ...visit, start: '2026-12-03T09:40:00Z' })).not.toBe(one)
  expect(videoLink(settings, Buffer.alloc(32, 2), visit)).not.toBe(one)
  expect(videoLink({ ...settings, baseAddress: null }, key, visit)).toBeNull()
})

it('keeps back a text that a move or a cancellation has overtaken', () => {
  expect(videoRefusal(start, { status: 'booked', start })).toBeNull()
  expect(videoRefusal(start, { status: 'booked', start: '2026-12-03T09:40:00Z' })).toBe('appointment-moved')
  expect(videoRefusal(start, { status: 'cancelled', start })).toBe('appointment-cancelled')
  expect(videoRefusal(start, { status: 'checked-in', start })).toBe('appointment-begun')
  expect(videoRefusal(start, null)).toBe('appointment-gone')
})
