import { AbsenceId } from '@contract/ids'
import type { ScheduleDay, Session } from '@contract/sessions'
import { describe, expect, it } from 'vitest'
import { fittingSpans, sessionNotes, type SessionFit } from './session-fit.rules'

const session = (startMinute: number, endMinute: number, changes: Partial<Session> = {}): Session => ({
  startMinute,
  endMinute,
  kind: 'ordinary',
  heldUntilMinute: null,
  roomId: null,
  ...changes
})
const SESSIONS = [
  session(480, 540, { kind: 'urgent', heldUntilMinute: 500 }),
  session(540, 600),
  session(600, 660, { kind: 'video' }),
  session(690, 720, { kind: 'urgent' })
]
const day: ScheduleDay = {
  date: '2026-12-03',
  holiday: null,
  sessions: SESSIONS,
  absences: [],
  templateId: null,
  week: null,
  exceptionId: null
}
const fit = (allowed: SessionFit['allowed'], nowMinute = 0): SessionFit => ({
  allowed,
  isReleased: (heldUntilMinute) => nowMinute >= heldUntilMinute
})

describe('where a visit may lie', () => {
  it('is in sessions of its kinds, those that follow on one another as one', () => {
    expect(fittingSpans(SESSIONS, fit(['ordinary', 'video']))).toEqual([{ startMinute: 540, endMinute: 660 }])
    expect(fittingSpans(SESSIONS, fit(['urgent', 'ordinary']))).toEqual([
      { startMinute: 480, endMinute: 600 },
      { startMinute: 690, endMinute: 720 }
    ])
  })

  it('is in urgent sessions for everybody from their hour on, and never in those that are kept to the end', () => {
    expect(fittingSpans(SESSIONS, fit(['ordinary'], 499))).toEqual([{ startMinute: 540, endMinute: 600 }])
    expect(fittingSpans(SESSIONS, fit(['ordinary'], 500))).toEqual([{ startMinute: 480, endMinute: 600 }])
  })
})

describe('what the day has against a visit', () => {
  it('is nothing where the sessions fit all of it', () => {
    expect(sessionNotes(day, { startMinute: 590, endMinute: 610 }, fit(['ordinary', 'video']))).toEqual([])
  })

  it('names each thing once, though it touches several sessions', () => {
    expect(sessionNotes(day, { startMinute: 470, endMinute: 700 }, fit(['telephone', 'ordinary']))).toEqual([
      { code: 'outside-hours' },
      { code: 'held-back', untilMinute: 500 },
      { code: 'wrong-session', sessionKind: 'video' }
    ])
  })

  it('is that the session is of the wrong kind for what waits for no release', () => {
    expect(sessionNotes(day, { startMinute: 480, endMinute: 500 }, fit(['video']))).toEqual([
      { code: 'wrong-session', sessionKind: 'urgent' }
    ])
  })

  it('is the absence or the holiday rather than the hours it takes away', () => {
    const absences = [
      { id: AbsenceId.parse(1), reason: 'illness' as const, startMinute: 540, endMinute: 1440 }
    ]
    const away = { ...day, sessions: SESSIONS.slice(0, 1), absences }
    expect(sessionNotes(away, { startMinute: 540, endMinute: 560 }, fit(['ordinary']))).toEqual([
      { code: 'absence', reason: 'illness' }
    ])
    const holiday = { ...day, sessions: [], holiday: 'Første juledag' }
    expect(sessionNotes(holiday, { startMinute: 540, endMinute: 560 }, fit(['ordinary']))).toEqual([
      { code: 'holiday', name: 'Første juledag' }
    ])
  })
})
