import type { Session } from '@contract/sessions'
import { describe, expect, it } from 'vitest'
import {
  dayRange,
  freeGaps,
  hourMarks,
  minuteAt,
  openSpans,
  pixelsFrom,
  snap,
  snapDown,
  subtract
} from './day-range'

const session = { kind: 'ordinary', heldUntilMinute: null, roomId: null } as const
const sessions: Session[] = [
  { ...session, startMinute: 510, endMinute: 720 },
  { ...session, kind: 'blocked', startMinute: 720, endMinute: 750 },
  { ...session, kind: 'urgent', heldUntilMinute: 480, startMinute: 750, endMinute: 930 }
]

describe('the day’s range', () => {
  it('takes the sessions in time order, without those that are blocked', () => {
    expect(openSpans(sessions)).toEqual([
      { startMinute: 510, endMinute: 720 },
      { startMinute: 750, endMinute: 930 }
    ])
  })

  it('shades what lies outside working hours', () => {
    expect(subtract({ startMinute: 480, endMinute: 960 }, openSpans(sessions))).toEqual([
      { startMinute: 480, endMinute: 510 },
      { startMinute: 720, endMinute: 750 },
      { startMinute: 930, endMinute: 960 }
    ])
  })

  it('shows working hours and what is booked outside them, with half an hour around', () => {
    expect(dayRange([...openSpans(sessions), { startMinute: 940, endMinute: 985 }])).toEqual({
      startMinute: 480,
      endMinute: 1020
    })
    expect(dayRange([])).toEqual({ startMinute: 450, endMinute: 990 })
  })

  it('never leaves the day', () => {
    expect(dayRange([{ startMinute: 10, endMinute: 1435 }])).toEqual({ startMinute: 0, endMinute: 1440 })
  })
})

describe('gaps', () => {
  it('are what no booking covers, overlapping bookings included', () => {
    const open = [{ startMinute: 540, endMinute: 720 }]
    const booked = [
      { startMinute: 600, endMinute: 640 },
      { startMinute: 540, endMinute: 560 },
      { startMinute: 610, endMinute: 630 }
    ]
    expect(freeGaps(open, booked)).toEqual([
      { startMinute: 560, endMinute: 600 },
      { startMinute: 640, endMinute: 720 }
    ])
  })

  it('are none where a booking reaches past the end', () => {
    expect(freeGaps([{ startMinute: 540, endMinute: 560 }], [{ startMinute: 530, endMinute: 600 }])).toEqual(
      []
    )
  })
})

describe('the grid', () => {
  it('snaps to five minutes', () => {
    expect([snap(612.4), snap(612.6), snapDown(614.9)]).toEqual([610, 615, 610])
  })

  it('turns minutes into pixels and back', () => {
    const range = { startMinute: 480, endMinute: 960 }
    expect(pixelsFrom(range, 540)).toBeCloseTo(156)
    expect(minuteAt(range, pixelsFrom(range, 605))).toBeCloseTo(605)
  })

  it('labels the whole hours inside the range', () => {
    expect(hourMarks({ startMinute: 450, endMinute: 600 })).toEqual([480, 540])
  })
})
