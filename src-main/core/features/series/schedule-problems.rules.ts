import type { SeriesProblem } from '@contract/series'
import type { ScheduleDay, Session } from '@contract/sessions'

/** What the clinician's day says of a stretch of it, minutes of the clinic's clock: the one thing that tells most. */
export function scheduleProblems(
  { holiday, sessions, absences }: Pick<ScheduleDay, 'holiday' | 'sessions' | 'absences'>,
  startMinute: number,
  endMinute: number
): SeriesProblem[] {
  const touches = (span: { startMinute: number; endMinute: number }): boolean =>
    span.startMinute < endMinute && startMinute < span.endMinute
  if (absences.some(touches)) return [{ kind: 'absence', text: null }]
  if (!isCovered(sessions, startMinute, endMinute))
    return holiday === null ? [{ kind: 'outside-hours', text: null }] : [{ kind: 'holiday', text: holiday }]
  return sessions.some((session) => session.kind === 'blocked' && touches(session))
    ? [{ kind: 'blocked', text: null }]
    : []
}

/** Whether the sessions, in time order, leave no gap between the two minutes. */
function isCovered(sessions: readonly Session[], startMinute: number, endMinute: number): boolean {
  let reached = startMinute
  for (const session of sessions)
    if (session.startMinute <= reached) reached = Math.max(reached, session.endMinute)
  return reached >= endMinute
}
