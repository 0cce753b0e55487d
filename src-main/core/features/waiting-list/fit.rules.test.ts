import { ClinicianId } from '@contract/ids'
import { expect, it } from 'vitest'
import { fits, weekdayBits, weekdaysOf, type Opening, type Wish } from './fit.rules'

const NOW = Date.parse('2026-11-26T08:00:00Z')
const [anne, bjorn] = [ClinicianId.parse(1), ClinicianId.parse(2)]

/** Thursday 3 December, 10:00 to 10:20 on the wall. */
const opening: Opening = {
  clinicianId: anne,
  startAt: '2026-12-03T09:00:00Z',
  endAt: '2026-12-03T09:20:00Z',
  date: '2026-12-03',
  time: '10:00'
}
const anything: Wish = {
  clinicianId: null,
  durationMinutes: 20,
  weekdays: 127,
  fromMinute: 0,
  untilMinute: 1440,
  untilDate: null,
  noticeMinutes: 0,
  appointmentStart: null
}

it.each([
  ['anything', {}],
  ['this clinician', { clinicianId: anne }],
  ['Thursdays', { weekdays: weekdayBits([4]) }],
  ['just these minutes', { fromMinute: 600, untilMinute: 620 }],
  ['this day at the latest', { untilDate: '2026-12-03' }],
  ['a shorter one', { durationMinutes: 10 }],
  ['earlier than the present one', { appointmentStart: '2026-12-03T09:05:00Z' }],
  ['a week of notice', { noticeMinutes: 7 * 24 * 60 }]
] satisfies [string, Partial<Wish>][])('fits who wants %s', (_, wish) => {
  expect(fits({ ...anything, ...wish }, opening, NOW)).toBe(true)
})

it.each([
  ['another clinician', { clinicianId: bjorn }],
  ['Fridays', { weekdays: weekdayBits([5]) }],
  ['later in the day', { fromMinute: 605 }],
  ['to be out earlier', { untilMinute: 615 }],
  ['it the day before at the latest', { untilDate: '2026-12-02' }],
  ['a longer one', { durationMinutes: 25 }],
  ['an earlier one than this is', { appointmentStart: '2026-12-03T09:00:00Z' }],
  ['more notice', { noticeMinutes: 8 * 24 * 60 }]
] satisfies [string, Partial<Wish>][])('does not fit who wants %s', (_, wish) => {
  expect(fits({ ...anything, ...wish }, opening, NOW)).toBe(false)
})

it('fits nobody once it has begun', () => {
  expect(fits(anything, opening, Date.parse(opening.startAt))).toBe(false)
})

it('keeps weekdays as bits', () => {
  expect(weekdaysOf(weekdayBits([1, 3, 7]))).toEqual([1, 3, 7])
})
