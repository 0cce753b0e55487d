import { expect, it } from 'vitest'
import { createClinicDays } from './clinic-days'

const iso = (ms: number): string => new Date(ms).toISOString()

it('knows an ordinary day by plain counting', () => {
  const day = createClinicDays()('2026-12-03', 'Europe/Oslo')
  expect(day).toMatchObject({ date: '2026-12-03', weekday: 4, next: '2026-12-04' })
  expect(iso(day.momentMs(480))).toBe('2026-12-03T07:00:00.000Z')
  expect(day.minuteOf(Date.parse('2026-12-03T07:05:00Z'))).toBe(485)
})

it('leaves out the hour that is skipped when summer time begins', () => {
  const day = createClinicDays()('2026-03-29', 'Europe/Oslo')
  expect(iso(day.momentMs(60))).toBe('2026-03-29T00:00:00.000Z')
  expect(iso(day.momentMs(240))).toBe('2026-03-29T02:00:00.000Z')
  expect(iso(day.momentMs(1440))).toBe('2026-03-29T22:00:00.000Z')
  expect(day.minuteOf(Date.parse('2026-03-29T01:00:00Z'))).toBe(180)
})

it('counts the hour that comes twice when summer time ends', () => {
  const day = createClinicDays()('2026-10-25', 'Europe/Oslo')
  expect(iso(day.momentMs(120))).toBe('2026-10-25T00:00:00.000Z')
  expect(iso(day.momentMs(180))).toBe('2026-10-25T02:00:00.000Z')
  expect(iso(day.momentMs(1440))).toBe('2026-10-25T23:00:00.000Z')
})
