import type { AppointmentType } from '@contract/appointments'
import type { PlaceNote } from '@contract/place-notes'
import type { ScheduleDay, Session } from '@contract/sessions'
import type { MinuteSpan } from './sessions.rules'

/** What a type of visit asks of a session. */
export interface SessionFit {
  readonly allowed: AppointmentType['allowedSessions']
  /** Whether what was held back until that minute of the day in question is released by now. */
  readonly isReleased: (heldUntilMinute: number) => boolean
}

/** Where a visit may lie: the fitting sessions, those that follow on one another joined. */
export function fittingSpans(sessions: readonly Session[], fit: SessionFit): MinuteSpan[] {
  const spans: { startMinute: number; endMinute: number }[] = []
  for (const session of sessions) {
    if (againstSession(session, fit) !== null) continue
    const last = spans.at(-1)
    if (last?.endMinute === session.startMinute) last.endMinute = session.endMinute
    else spans.push({ startMinute: session.startMinute, endMinute: session.endMinute })
  }
  return spans
}

/** What the clinician's day has against a visit lying there; nothing when it fits. */
export function sessionNotes(day: ScheduleDay, place: MinuteSpan, fit: SessionFit): PlaceNote[] {
  const notes: PlaceNote[] = []
  const open = outside([place], day.sessions)
  const absence = day.absences.find((part) => touches(part, place))
  if (outside(open, day.absences).length > 0)
    notes.push(day.holiday === null ? { code: 'outside-hours' } : { code: 'holiday', name: day.holiday })
  if (absence) notes.push({ code: 'absence', reason: absence.reason })
  for (const session of day.sessions) {
    const note = touches(session, place) ? againstSession(session, fit) : null
    if (note && !notes.some(({ code }) => code === note.code)) notes.push(note)
  }
  return notes
}

/**
 * An urgent session is kept for the types that belong in it until its hour comes, and is then as good as an ordinary
 * one. Whatever may lie in ordinary sessions only waits for that; for others the session is simply of the wrong kind.
 */
function againstSession(session: Session, { allowed, isReleased }: SessionFit): PlaceNote | null {
  const { kind, heldUntilMinute } = session
  if (kind === 'blocked') return { code: 'blocked' }
  if (allowed.includes(kind)) return null
  if (kind !== 'urgent' || !allowed.includes('ordinary')) return { code: 'wrong-session', sessionKind: kind }
  if (heldUntilMinute !== null && isReleased(heldUntilMinute)) return null
  return { code: 'held-back', untilMinute: heldUntilMinute }
}

function touches(a: MinuteSpan, b: MinuteSpan): boolean {
  return a.startMinute < b.endMinute && a.endMinute > b.startMinute
}

/** What of the spans lies outside all of `covers`. */
function outside(spans: readonly MinuteSpan[], covers: readonly MinuteSpan[]): MinuteSpan[] {
  let left = [...spans]
  for (const cover of covers)
    left = left.flatMap(({ startMinute, endMinute }) =>
      [
        { startMinute, endMinute: Math.min(endMinute, cover.startMinute) },
        { startMinute: Math.max(startMinute, cover.endMinute), endMinute }
      ].filter((part) => part.startMinute < part.endMinute)
    )
  return left
}
