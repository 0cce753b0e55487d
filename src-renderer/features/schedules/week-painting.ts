import type { TemplateSession } from '@contract/schedules'
import type { Session } from '@contract/sessions'

/** A piece of a clinician's week: in one week of the cycle (from 1), on one ISO weekday, between two minutes of the day. */
export type Painted = Readonly<TemplateSession>
export type Day = Pick<Painted, 'week' | 'weekday'>
export type Stretch = Day & Pick<Painted, 'startMinute' | 'endMinute'>

/** The step of the painted grid; typed times may be any minute. */
export const PAINT_STEP_MINUTES = 15

/** When urgent time that nobody has taken is let go, unless another hour is typed: the desk opens at eight. */
const USUALLY_HELD_UNTIL = 8 * 60

/** A kind with what goes with it: only urgent time is held back. */
export function ofKind(kind: Session['kind']): Pick<Session, 'kind' | 'heldUntilMinute'> {
  return { kind, heldUntilMinute: kind === 'urgent' ? USUALLY_HELD_UNTIL : null }
}

const isOn =
  ({ week, weekday }: Day) =>
  (one: Day): boolean =>
    one.week === week && one.weekday === weekday

/** Week by week, day by day, in the order of the clock. */
export function inOrder(sessions: readonly Painted[]): Painted[] {
  return [...sessions].sort(
    (a, b) => a.week - b.week || a.weekday - b.weekday || a.startMinute - b.startMinute
  )
}

/** The sessions of one day of the cycle, in the order of the clock. */
export function sessionsOf(sessions: readonly Painted[], day: Day): Painted[] {
  return inOrder(sessions.filter(isOn(day)))
}

/** What is left when a stretch is rubbed out: what it touches is cut, what it covers goes. */
export function erase(sessions: readonly Painted[], stretch: Stretch): Painted[] {
  const isSameDay = isOn(stretch)
  return inOrder(
    sessions.flatMap((one) => {
      if (!isSameDay(one)) return [one]
      const before = { ...one, endMinute: Math.min(one.endMinute, stretch.startMinute) }
      const after = { ...one, startMinute: Math.max(one.startMinute, stretch.endMinute) }
      return [before, after].filter(({ startMinute, endMinute }) => endMinute > startMinute)
    })
  )
}

/** Paints over what was there; what it meets of its own kind and room becomes one session with it. */
export function paint(sessions: readonly Painted[], stroke: Painted): Painted[] {
  if (stroke.endMinute <= stroke.startMinute) return inOrder(sessions)
  const left = erase(sessions, stroke)
  const isSameDay = isOn(stroke)
  const isJoined = (one: Painted): boolean =>
    isSameDay(one) &&
    one.kind === stroke.kind &&
    one.roomId === stroke.roomId &&
    one.heldUntilMinute === stroke.heldUntilMinute &&
    (one.endMinute === stroke.startMinute || one.startMinute === stroke.endMinute)
  const joined = left.filter(isJoined)
  const whole = {
    ...stroke,
    startMinute: Math.min(stroke.startMinute, ...joined.map((one) => one.startMinute)),
    endMinute: Math.max(stroke.endMinute, ...joined.map((one) => one.endMinute))
  }
  return inOrder([...left.filter((one) => !isJoined(one)), whole])
}

/** The day's sessions on another day as well, in place of what was there. */
export function copyDay(sessions: readonly Painted[], from: Day, to: Day): Painted[] {
  if (isOn(from)(to)) return inOrder(sessions)
  const copies = sessions.filter(isOn(from)).map((one) => ({ ...one, ...to }))
  return inOrder([...sessions.filter((one) => !isOn(to)(one)), ...copies])
}

/** One week of the cycle as another, in place of what was there. */
export function copyWeek(sessions: readonly Painted[], from: number, to: number): Painted[] {
  if (from === to) return inOrder(sessions)
  const copies = sessions.filter(({ week }) => week === from).map((one) => ({ ...one, week: to }))
  return inOrder([...sessions.filter(({ week }) => week !== to), ...copies])
}

/** A cycle of so many weeks: weeks that come in begin as the first, weeks beyond go. */
export function withWeekCount(sessions: readonly Painted[], before: number, after: number): Painted[] {
  const kept = sessions.filter(({ week }) => week <= after)
  const fresh = Array.from({ length: Math.max(0, after - before) }, (_, index) => before + 1 + index)
  return fresh.reduce<Painted[]>((so, week) => copyWeek(so, 1, week), inOrder(kept))
}

/** Why a day's typed times cannot be: one that ends before it begins, or two that overlap. */
export function faultOf(sessions: readonly Painted[]): 'backwards' | 'overlap' | null {
  const ordered = inOrder(sessions)
  if (ordered.some(({ startMinute, endMinute }) => endMinute <= startMinute)) return 'backwards'
  const overlaps = ordered.some((one, index) => {
    const next = ordered[index + 1]
    return next !== undefined && isOn(one)(next) && next.startMinute < one.endMinute
  })
  return overlaps ? 'overlap' : null
}

/** Minutes with patients: blocked time is none of them. */
export function openMinutes(
  sessions: readonly Pick<Session, 'kind' | 'startMinute' | 'endMinute'>[]
): number {
  return sessions
    .filter(({ kind }) => kind !== 'blocked')
    .reduce((sum, { startMinute, endMinute }) => sum + endMinute - startMinute, 0)
}

/** The hours a week grid shows: seven to seventeen, or more where there is more, on whole hours. */
export function gridHours(sessions: readonly Pick<Session, 'startMinute' | 'endMinute'>[]): {
  startMinute: number
  endMinute: number
} {
  const first = Math.min(7 * 60, ...sessions.map(({ startMinute }) => startMinute))
  const last = Math.max(17 * 60, ...sessions.map(({ endMinute }) => endMinute))
  return { startMinute: Math.floor(first / 60) * 60, endMinute: Math.ceil(last / 60) * 60 }
}
