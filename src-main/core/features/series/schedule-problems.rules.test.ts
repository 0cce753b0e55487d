import type { Session } from '@contract/sessions'
import { AbsenceId } from '@contract/ids'
import { expect, it } from 'vitest'
import { scheduleProblems } from './schedule-problems.rules'

const session = (startMinute: number, endMinute: number, kind: Session['kind'] = 'ordinary'): Session => ({
  startMinute,
  endMinute,
  kind,
  heldUntilMinute: null,
  roomId: null
})
const day = {
  holiday: null,
  sessions: [session(480, 600), session(600, 720), session(780, 900, 'blocked')],
  absences: []
}

it('finds nothing wrong within sessions that follow one another', () => {
  expect(scheduleProblems(day, 590, 610)).toEqual([])
})

it('says what lies outside the hours, also in a gap between them', () => {
  const outside = [{ kind: 'outside-hours', text: null }]
  expect(scheduleProblems(day, 470, 490)).toEqual(outside)
  expect(scheduleProblems(day, 710, 730)).toEqual(outside)
  expect(scheduleProblems(day, 1_000, 1_020)).toEqual(outside)
})

it('says what lies in a blocked session', () => {
  expect(scheduleProblems(day, 800, 820)).toEqual([{ kind: 'blocked', text: null }])
})

it('names the holiday, but not where somebody works on it', () => {
  const holiday = { ...day, holiday: 'Første juledag' }
  expect(scheduleProblems({ ...holiday, sessions: [] }, 600, 620)).toEqual([
    { kind: 'holiday', text: 'Første juledag' }
  ])
  expect(scheduleProblems(holiday, 600, 620)).toEqual([])
})

it('says that the clinician is away then', () => {
  const absences = [{ id: AbsenceId.parse(1), reason: 'course' as const, startMinute: 600, endMinute: 720 }]
  expect(scheduleProblems({ ...day, absences }, 590, 610)).toEqual([{ kind: 'absence', text: null }])
  expect(scheduleProblems({ ...day, absences }, 540, 560)).toEqual([])
})
