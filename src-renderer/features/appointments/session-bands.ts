import type { DayColumn } from '@contract/appointments'
import type { AbsenceReason, SessionKind } from '@contract/sessions'
import type { Span } from './lanes'

/** A stretch of a column that is not ordinary hours. */
export type SessionBand = Span &
  (
    | {
        readonly kind: Exclude<SessionKind, 'ordinary' | 'urgent'>
      }
    | {
        readonly kind: 'urgent'
        /** Null: held to its end. */
        readonly heldUntilMinute: number | null
        /** Others may be booked in it by now. */
        readonly isReleased: boolean
      }
    | { readonly kind: 'absence'; readonly reason: AbsenceReason }
  )

/**
 * What a column paints behind its appointments: sessions for something of their own, and absences. `nowMinute` is the
 * clock of the column's own date: null on a day to come, the end of the day on one that has passed.
 */
export function sessionBands(
  { sessions, absences }: Pick<DayColumn, 'sessions' | 'absences'>,
  nowMinute: number | null
): SessionBand[] {
  const own = sessions.flatMap((session): SessionBand[] => {
    const { kind, startMinute, endMinute, heldUntilMinute } = session
    if (kind === 'ordinary') return []
    if (kind !== 'urgent') return [{ kind, startMinute, endMinute }]
    const isReleased = heldUntilMinute !== null && nowMinute !== null && nowMinute >= heldUntilMinute
    return [{ kind, startMinute, endMinute, heldUntilMinute, isReleased }]
  })
  const away = absences.map(({ reason, startMinute, endMinute }): SessionBand => ({
    kind: 'absence',
    reason,
    startMinute,
    endMinute
  }))
  return [...own, ...away].sort((a, b) => a.startMinute - b.startMinute)
}

/** The band that a minute lies in, an absence before a session. */
export function bandAt(bands: readonly SessionBand[], minute: number): SessionBand | undefined {
  const here = bands.filter((band) => band.startMinute <= minute && minute < band.endMinute)
  return here.find(({ kind }) => kind === 'absence') ?? here[0]
}
