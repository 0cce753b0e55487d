import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  copyDay,
  copyWeek,
  erase,
  faultOf,
  gridHours,
  ofKind,
  openMinutes,
  paint,
  sessionsOf,
  withWeekCount,
  type Painted
} from './week-painting'

const monday = (startMinute: number, endMinute: number, changes: Partial<Painted> = {}): Painted => ({
  week: 1,
  weekday: 1,
  kind: 'ordinary',
  heldUntilMinute: null,
  roomId: null,
  startMinute,
  endMinute,
  ...changes
})
const at = (hours: number): number => hours * 60

describe('painting a week', () => {
  it('puts a session on an empty day', () => {
    expect(paint([], monday(at(8), at(11)))).toEqual([monday(at(8), at(11))])
  })

  it('paints another kind over the middle of one and leaves both ends', () => {
    const telephone = monday(at(9), at(10), { kind: 'telephone' })
    expect(paint([monday(at(8), at(11))], telephone)).toEqual([
      monday(at(8), at(9)),
      telephone,
      monday(at(10), at(11))
    ])
  })

  it('makes one session of two of a kind that meet', () => {
    const painted = paint([monday(at(8), at(9)), monday(at(10), at(11))], monday(at(9), at(10)))
    expect(painted).toEqual([monday(at(8), at(11))])
  })

  it('keeps urgent times that are let go at different hours apart', () => {
    const early = monday(at(8), at(9), ofKind('urgent'))
    const painted = paint([early], { ...monday(at(9), at(10), ofKind('urgent')), heldUntilMinute: null })
    expect(painted).toHaveLength(2)
  })

  it('leaves other days and other weeks of the cycle alone', () => {
    const others = [monday(at(8), at(11), { weekday: 2 }), monday(at(8), at(11), { week: 2 })]
    expect(paint(others, monday(at(8), at(11), { kind: 'blocked' }))).toEqual(expect.arrayContaining(others))
  })

  it('rubs out a stretch', () => {
    expect(
      erase([monday(at(8), at(11))], { week: 1, weekday: 1, startMinute: at(10), endMinute: at(12) })
    ).toEqual([monday(at(8), at(10))])
  })

  it('never leaves two sessions over one another, whatever is painted', () => {
    const stroke = fc
      .record({
        week: fc.integer({ min: 1, max: 2 }),
        weekday: fc.integer({ min: 1, max: 2 }),
        kind: fc.constantFrom('ordinary' as const, 'urgent' as const, 'blocked' as const),
        startMinute: fc.integer({ min: 0, max: 95 }).map((step) => step * 15),
        length: fc.integer({ min: 1, max: 30 })
      })
      .map(({ length, ...rest }) => ({
        ...rest,
        heldUntilMinute: null,
        roomId: null,
        endMinute: Math.min(1440, rest.startMinute + length * 15)
      }))
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 30 }), (strokes) => {
        const painted = strokes.reduce<Painted[]>(paint, [])
        expect(faultOf(painted)).toBeNull()
        const last = strokes.at(-1)
        if (!last) return
        const covering = sessionsOf(painted, last).find(
          (one) => one.startMinute <= last.startMinute && one.endMinute >= last.endMinute
        )
        expect(covering?.kind).toBe(last.kind)
      })
    )
  })
})

describe('copying', () => {
  it('puts a day in place of another', () => {
    const week = [monday(at(8), at(11)), monday(at(12), at(15), { weekday: 3 })]
    expect(copyDay(week, { week: 1, weekday: 1 }, { week: 1, weekday: 3 })).toEqual([
      monday(at(8), at(11)),
      monday(at(8), at(11), { weekday: 3 })
    ])
  })

  it('puts a week of the cycle in place of another', () => {
    const cycle = [monday(at(8), at(11)), monday(at(9), at(10), { week: 2 })]
    expect(copyWeek(cycle, 1, 2)).toEqual([monday(at(8), at(11)), monday(at(8), at(11), { week: 2 })])
  })

  it('begins a new week of the cycle as the first one, and drops weeks beyond the cycle', () => {
    const two = withWeekCount([monday(at(8), at(11))], 1, 2)
    expect(two).toEqual([monday(at(8), at(11)), monday(at(8), at(11), { week: 2 })])
    expect(withWeekCount(two, 2, 1)).toEqual([monday(at(8), at(11))])
  })
})

describe('what is typed', () => {
  it('is told to overlap, or to end before it begins', () => {
    expect(faultOf([monday(at(8), at(11)), monday(at(10), at(12))])).toBe('overlap')
    expect(faultOf([monday(at(8), at(7))])).toBe('backwards')
    expect(faultOf([monday(at(8), at(11)), monday(at(11), at(12), { kind: 'video' })])).toBeNull()
  })
})

describe('what a week holds', () => {
  it('counts the minutes with patients only', () => {
    expect(openMinutes([monday(at(8), at(11)), monday(at(11), at(12), { kind: 'blocked' })])).toBe(180)
  })

  it('shows seven to seventeen, and more where there is more', () => {
    expect(gridHours([])).toEqual({ startMinute: at(7), endMinute: at(17) })
    expect(gridHours([monday(at(6) + 30, at(20) + 15)])).toEqual({ startMinute: at(6), endMinute: at(21) })
  })
})
