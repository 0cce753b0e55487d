import { describe, expect, it } from 'vitest'
import { assignLanes, type Span } from './lanes'

const span = (startMinute: number, endMinute: number): Span => ({ startMinute, endMinute })

describe('lanes', () => {
  it('gives the whole width to events that only touch', () => {
    expect(assignLanes([span(540, 560), span(560, 580)])).toEqual([
      { lane: 0, laneCount: 1 },
      { lane: 0, laneCount: 1 }
    ])
  })

  it('puts an overbooked event beside the one it shares the time with', () => {
    expect(assignLanes([span(540, 560), span(540, 560), span(600, 620)])).toEqual([
      { lane: 0, laneCount: 2 },
      { lane: 1, laneCount: 2 },
      { lane: 0, laneCount: 1 }
    ])
  })

  it('takes a lane again once it is free, and gives a chain one width', () => {
    expect(assignLanes([span(540, 580), span(560, 600), span(580, 620)])).toEqual([
      { lane: 0, laneCount: 2 },
      { lane: 1, laneCount: 2 },
      { lane: 0, laneCount: 2 }
    ])
  })

  it('answers in the order it was asked, whatever the order in time', () => {
    expect(assignLanes([span(600, 620), span(540, 610)])).toEqual([
      { lane: 1, laneCount: 2 },
      { lane: 0, laneCount: 2 }
    ])
  })
})
