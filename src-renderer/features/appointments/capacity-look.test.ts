import type { DayCapacity } from '@contract/calendar'
import { expect, it } from 'vitest'
import { capacityLook } from './capacity-look'

const day: DayCapacity = {
  date: '2026-12-04',
  holiday: null,
  clinicians: 1,
  offeredMinutes: 450,
  usedMinutes: 100,
  freeMinutes: 350,
  openings: 17,
  appointments: 5
}
const lookOf = (changes: Partial<DayCapacity>): string => capacityLook({ ...day, ...changes }, '2026-12-03')

it('tells a day with room from one that is nearly full and one that is', () => {
  expect(lookOf({})).toBe('open')
  expect(lookOf({ freeMinutes: 60, openings: 3 })).toBe('few')
  expect(lookOf({ freeMinutes: 10, openings: 0 })).toBe('full')
})

it('tells apart why nothing is offered', () => {
  expect(lookOf({ offeredMinutes: 0 })).toBe('closed')
  expect(lookOf({ offeredMinutes: 0, holiday: 'Grunnlovsdagen' })).toBe('holiday')
  expect(lookOf({ date: '2026-12-02' })).toBe('past')
})

it('shows the hours that are kept on a holiday', () => {
  expect(lookOf({ holiday: 'Grunnlovsdagen' })).toBe('open')
})
