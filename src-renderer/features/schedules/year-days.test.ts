import { AbsenceId } from '@contract/ids'
import type { Session } from '@contract/sessions'
import { describe, expect, it } from 'vitest'
import { bands, hoursOf, lookOf } from './year-days'

const session = (startMinute: number, endMinute: number, kind: Session['kind'] = 'ordinary'): Session => ({
  startMinute,
  endMinute,
  kind,
  heldUntilMinute: null,
  roomId: null
})
const day = { holiday: null, sessions: [session(480, 900)], absences: [], exceptionId: null }

describe('the look of a day in the year', () => {
  it('tells whole days, short days and days off apart', () => {
    expect(lookOf(day)).toBe('full')
    expect(lookOf({ ...day, sessions: [session(480, 720)] })).toBe('short')
    expect(lookOf({ ...day, sessions: [session(480, 720, 'blocked')] })).toBe('off')
  })

  it('names a holiday on which nobody works', () => {
    expect(lookOf({ ...day, holiday: '1. juledag', sessions: [] })).toBe('holiday')
    expect(lookOf({ ...day, holiday: '1. juledag' })).toBe('full')
  })

  it('tells whether somebody is away all day or part of it', () => {
    const absences = [{ id: AbsenceId.parse(1), reason: 'illness' as const, startMinute: 0, endMinute: 1440 }]
    expect(lookOf({ ...day, absences, sessions: [] })).toBe('absent')
    expect(lookOf({ ...day, absences })).toBe('partly')
  })

  it('spans the sessions with patients', () => {
    expect(hoursOf([session(420, 480, 'blocked'), session(480, 690), session(720, 900)])).toEqual({
      startMinute: 480,
      endMinute: 900
    })
    expect(hoursOf([])).toBeNull()
  })
})

describe('bands over the weeks', () => {
  it('join neighbours that have the same, and leave out weeks with nothing', () => {
    expect(bands([1, 1, 2, null, 2, 1])).toEqual([
      { from: 0, until: 2, what: 1 },
      { from: 2, until: 3, what: 2 },
      { from: 4, until: 5, what: 2 },
      { from: 5, until: 6, what: 1 }
    ])
  })
})
