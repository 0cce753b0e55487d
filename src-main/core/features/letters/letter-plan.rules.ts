import type { AppointmentStatus } from '@contract/appointments'
import type { LetterId } from '@contract/ids'
import type { Letter, LetterCause, LetterKind } from '@contract/letters'

/** A letter about an appointment that was made before. */
export interface KnownLetter {
  readonly id: LetterId
  readonly kind: LetterKind
  readonly state: Letter['state']
  readonly about_start: string | null
}

export interface LetterPlanInput {
  readonly appointment: { readonly status: AppointmentStatus; readonly startAt: string }
  /** Oldest first. */
  readonly letters: readonly KnownLetter[]
  /** Why nothing digital arrives; null when it does, or nothing need be said. */
  readonly cause: Exclude<LetterCause, 'desk'> | null
  /** The desk wants the patient told of a cancellation. */
  readonly notifyPatient: boolean
  /** Days from today to the day of the appointment at the clinic. */
  readonly daysAhead: number
}

export interface LetterPlan {
  readonly kind: 'appointment' | 'appointment-changed' | 'appointment-cancelled' | null
  /** What waits and says something that holds no longer. */
  readonly overtaken: readonly LetterId[]
}

/** For today and tomorrow no letter helps: who is not reached is called. */
const FEWEST_DAYS = 2
/** A letter posted today may take this many days (inferred from the Nordic post's three working days). */
const POST_DAYS = 4

const GONE: ReadonlySet<AppointmentStatus> = new Set(['cancelled', 'entered-in-error'])

/** Whether the post would bring it too late; it can be handed over, or the patient called. */
export function isLateByPost(daysAhead: number): boolean {
  return daysAhead < POST_DAYS
}

/**
 * What a patient whom nothing digital reaches should be told by letter, from what the appointment is now and what has
 * been printed: the appointment once, the move instead where another time has been told, the cancellation.
 */
export function planLetters(input: LetterPlanInput): LetterPlan {
  const { letters, appointment } = input
  const overtaken = letters.filter((letter) => letter.state === 'waiting' && !stillHolds(letter, appointment))
  const standing = letters.filter((letter) => letter.state === 'waiting' && !overtaken.includes(letter))
  const isDone = standing.length > 0 || input.daysAhead < FEWEST_DAYS
  return { kind: isDone ? null : wantedKind(input), overtaken: overtaken.map(({ id }) => id) }
}

function stillHolds(
  { kind, about_start }: KnownLetter,
  { status, startAt }: LetterPlanInput['appointment']
): boolean {
  if (!isSame(about_start, startAt)) return false
  return kind === 'appointment-cancelled' ? GONE.has(status) : status === 'booked'
}

function wantedKind({ appointment, letters, cause, notifyPatient }: LetterPlanInput): LetterPlan['kind'] {
  const told =
    letters.findLast(({ state, about_start }) => state === 'printed' && about_start !== null) ?? null
  const isToldToCome = told !== null && told.kind !== 'appointment-cancelled'
  if (GONE.has(appointment.status)) {
    // Who was told by letter hears by letter, also of an appointment that was a mistake.
    const isWanted = appointment.status === 'cancelled' ? notifyPatient : isToldToCome
    return isWanted && told?.kind !== 'appointment-cancelled' && (isToldToCome || cause !== null)
      ? 'appointment-cancelled'
      : null
  }
  if (appointment.status !== 'booked' || cause === null) return null
  if (!isToldToCome) return 'appointment'
  return isSame(told.about_start, appointment.startAt) ? null : 'appointment-changed'
}

function isSame(one: string | null, other: string): boolean {
  return one !== null && Date.parse(one) === Date.parse(other)
}

/** Refusals of a number (3GPP TS 24.011 annex E) and final reports (23.040 § 9.2.3.15) that no repetition mends. */
const DEAD_NUMBER: ReadonlySet<string> = new Set([
  ...['cms-1', 'cms-21', 'email-recipient-refused'],
  ...[64, 65, 66, 67, 69, 73].map((status) => `status-${status}`)
])
const NOWHERE_TO_SEND: ReadonlySet<string> = new Set([
  'mobile-missing',
  'email-missing',
  'email-protected',
  'turned-16',
  'number-disputed'
])

/**
 * Whether an obstacle is one that a letter goes round. A consent withdrawn or never given is none: reminders are not
 * wanted then, on paper either.
 */
export function causeOf(
  refusal: string | null,
  { toUnreachable }: { toUnreachable: boolean }
): Exclude<LetterCause, 'desk'> | null {
  if (refusal === 'reserved' || refusal === 'register-reserved') return 'reserved'
  if (refusal === null || !toUnreachable) return null
  if (DEAD_NUMBER.has(refusal)) return 'failed'
  return NOWHERE_TO_SEND.has(refusal) ? 'unreachable' : null
}
