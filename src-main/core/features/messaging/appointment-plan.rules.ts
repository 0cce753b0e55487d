import type { AppointmentStatus } from '@contract/appointments'
import type { MessagePurpose, MessageState } from '@contract/messages'
import type { Temporal } from 'temporal-polyfill'
import { earliest, isAfter, minutesUntil, momentMs } from './moment'
import { reminderTimes, type ReminderTimesInput } from './reminder-times.rules'

export interface PlannedMessage {
  readonly key: string
  readonly purpose: Extract<
    MessagePurpose,
    'booking-confirmation' | 'appointment-reminder' | 'move-notice' | 'cancellation-notice'
  >
  readonly reminderHours: number | null
  readonly notBefore: Temporal.Instant
  readonly expiresAt: Temporal.Instant
}

export interface KnownMessage {
  readonly purpose: MessagePurpose
  readonly state: MessageState
  readonly about_start: string | null
}

export interface PlanInput extends Omit<ReminderTimesInput, 'start' | 'messaging'> {
  readonly appointment: {
    readonly id: number
    readonly status: AppointmentStatus
    readonly start: Temporal.Instant
  }
  /** What was planned and sent before, oldest first. */
  readonly known: readonly KnownMessage[]
  /** Whether this type of appointment is confirmed when it is booked. */
  readonly sendsConfirmation: boolean
  /** The desk wants the patient told of a cancellation. */
  readonly notifyPatient: boolean
  readonly messaging: ReminderTimesInput['messaging'] & { readonly confirmationDelayMinutes: number }
}

/** A confirmation that could not leave for a day is no news any more; the reminders say the same. */
const CONFIRMATION_HOURS = 24
/** So close to the start the patient is on the way: the time to undo is short. */
const CLOSE_MINUTES = 60
const CLOSE_DELAY_MINUTES = 1

const GONE: ReadonlySet<AppointmentStatus> = new Set(['cancelled', 'entered-in-error'])
/** States in which the patient has, or may have, the text. */
const TOLD: ReadonlySet<MessageState> = new Set(['sending', 'sent', 'delivered', 'uncertain'])

/**
 * What the patient should still hear about an appointment, from what it is now and what the patient was told last:
 * a confirmation, the notice of a move instead of a stale confirmation, the notice of a cancellation, and reminders.
 */
export function planMessages(input: PlanInput): PlannedMessage[] {
  const { appointment, now } = input
  if (!isAfter(appointment.start, now)) return []
  if (GONE.has(appointment.status)) return cancellation(input)
  if (appointment.status !== 'booked') return []
  return [...notice(input), ...reminders(input)]
}

/** Whether a waiting message still fits the appointment; one that does is left as it is. */
export function stillFits({ appointment, known }: PlanInput, message: KnownMessage): boolean {
  if (message.about_start === null || !isStart(message.about_start, appointment.start)) return false
  if (message.purpose === 'cancellation-notice') return GONE.has(appointment.status)
  if (appointment.status !== 'booked') return false
  return message.purpose === 'appointment-reminder' || !isToldOf(known, appointment.start)
}

function notice(input: PlanInput): PlannedMessage[] {
  const { appointment, known, sendsConfirmation } = input
  if (isToldOf(known, appointment.start)) return []
  const told = lastTold(known)
  const isMove = told !== null && told.purpose !== 'cancellation-notice'
  // Who was told that it is cancelled believes so until told otherwise.
  if (told === null && !sendsConfirmation) return []
  return [noticeOf(input, isMove ? 'move-notice' : 'booking-confirmation')]
}

/** Whoever was told of an appointment that is gone by mistake or by undoing is told that it is gone. */
function cancellation(input: PlanInput): PlannedMessage[] {
  const { appointment, known, notifyPatient } = input
  const wasTold = isToldOf(known, appointment.start)
  const isWanted = appointment.status === 'cancelled' ? notifyPatient : wasTold
  const isDone = lastTold(known)?.purpose === 'cancellation-notice'
  return isWanted && !isDone ? [noticeOf(input, 'cancellation-notice')] : []
}

function noticeOf(
  { appointment, known, now, messaging }: PlanInput,
  purpose: 'booking-confirmation' | 'move-notice' | 'cancellation-notice'
): PlannedMessage {
  const { start } = appointment
  const isClose = minutesUntil(now, start) <= CLOSE_MINUTES
  const minutes = isClose
    ? Math.min(CLOSE_DELAY_MINUTES, messaging.confirmationDelayMinutes)
    : messaging.confirmationDelayMinutes
  const notBefore = now.add({ minutes })
  return {
    // Each notice that has left makes room for another of its kind; until then a repeated change finds the same one.
    key: `appointment/${appointment.id}/${purpose}/${start.toString()}/${toldNotices(known).length}`,
    purpose,
    reminderHours: null,
    notBefore,
    expiresAt:
      purpose === 'booking-confirmation'
        ? earliest(start, notBefore.add({ hours: CONFIRMATION_HOURS }))
        : start
  }
}

function reminders(input: PlanInput): PlannedMessage[] {
  const { appointment } = input
  return reminderTimes({ ...input, start: appointment.start }).map(({ hours, at, expiresAt }) => ({
    key: `appointment/${appointment.id}/appointment-reminder/${appointment.start.toString()}/${hours}`,
    purpose: 'appointment-reminder' as const,
    reminderHours: hours,
    notBefore: at,
    expiresAt
  }))
}

function toldNotices(known: readonly KnownMessage[]): readonly KnownMessage[] {
  return known.filter(({ state, purpose }) => TOLD.has(state) && purpose !== 'appointment-reminder')
}

function lastTold(known: readonly KnownMessage[]): KnownMessage | null {
  return known.findLast(({ state }) => TOLD.has(state)) ?? null
}

/** Whether the last thing the patient was told is that the appointment is at this time. */
function isToldOf(known: readonly KnownMessage[], start: Temporal.Instant): boolean {
  const told = lastTold(known)
  if (!told || told.about_start === null || told.purpose === 'cancellation-notice') return false
  return isStart(told.about_start, start)
}

function isStart(stored: string, start: Temporal.Instant): boolean {
  return momentMs(stored) === start.epochMilliseconds
}
