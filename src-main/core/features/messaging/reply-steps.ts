import type { InboundMessageId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import { cancelled, confirmed, findAppointment, type AppointmentChange } from '../appointments'
import type { MessagingContext, Moment } from './context'
import { wordsFor, type Correspondent } from './reply-answer'
import type { ReplyTextKey } from './reply-texts'
import { insertOutcomes, type QuestionOption } from './reply.queries'

export interface Done {
  readonly option: QuestionOption
  /** Null when it was done, else the text that says why not. */
  readonly refusal: Extract<ReplyTextKey, 'already-cancelled' | 'begun' | 'moved' | 'none'> | null
  /** The start as it is now. */
  readonly start: string
  readonly isLate: boolean
  readonly change: AppointmentChange | null
}

/**
 * Confirms or cancels these appointments as they are at this moment, each by itself. What has been cancelled, moved or
 * begun since it was spoken of stays as it is and is named as such.
 */
export async function carryOut(
  { steps }: MessagingContext,
  transaction: Transaction,
  {
    kind,
    options,
    moment
  }: { kind: 'confirm' | 'cancel'; options: readonly QuestionOption[]; moment: Moment }
): Promise<Done[]> {
  const results: Done[] = []
  for (const option of options) {
    const found = await findAppointment(transaction, option.appointmentId)
    const start = found?.startAt ?? option.start
    const refusal = found ? refusalOf(found, option, moment) : 'none'
    const isLate = kind === 'cancel' && refusal === null && isPastLimit(start, moment)
    const change =
      refusal === null
        ? await steps.take(transaction, {
            id: option.appointmentId,
            actor: SYSTEM_ACTOR,
            // The answer to the patient's SMS says it.
            notifyPatient: false,
            decide: (appointment) =>
              kind === 'cancel'
                ? cancelled(appointment, 'patient', limitAt(moment))
                : confirmed(appointment, toStoredInstant(moment.now))
          })
        : null
    results.push({ option, refusal, start, isLate, change })
  }
  return results
}

function refusalOf(
  { status, startAt }: { status: string; startAt: string },
  option: QuestionOption,
  { now }: Moment
): Done['refusal'] {
  if (status === 'cancelled') return 'already-cancelled'
  if (status === 'entered-in-error') return 'none'
  if (status !== 'booked' || Date.parse(startAt) <= now.epochMilliseconds) return 'begun'
  return Date.parse(startAt) === Date.parse(option.start) ? null : 'moved'
}

function limitAt({ settings, now }: Moment): { now: string; cancelLimitHours: number } {
  return { now: toStoredInstant(now), cancelLimitHours: settings.messaging.cancelLimitHours }
}

function isPastLimit(start: string, { settings, now }: Moment): boolean {
  return now.until(Temporal.Instant.from(start)).total('hours') < settings.messaging.cancelLimitHours
}

/** What is said about it: each appointment named, what was done and what was not. */
export function outcomeText(
  correspondent: Correspondent,
  kind: 'confirm' | 'cancel',
  results: readonly Done[]
): string {
  const [only] = results
  if (results.length === 1 && only) return wordsFor(correspondent, keyOf(kind, only), { start: only.start })
  const done = results.filter(({ refusal }) => refusal === null)
  const left = results.filter(({ refusal }) => refusal !== null)
  const list = (some: readonly Done[]) =>
    some.map(({ start }) => wordsFor(correspondent, 'line', { start })).join(', ')
  return [
    done.length > 0 ? wordsFor(correspondent, `done-${kind}`, { list: list(done) }) : '',
    done.some(({ isLate }) => isLate) ? wordsFor(correspondent, 'late-note') : '',
    left.length > 0 ? wordsFor(correspondent, 'left', { list: list(left) }) : ''
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function keyOf(kind: 'confirm' | 'cancel', { refusal, isLate }: Done): ReplyTextKey {
  if (refusal !== null) return refusal
  if (kind === 'confirm') return 'confirmed'
  return isLate ? 'cancelled-late' : 'cancelled'
}

/** Ties the reply to what it did. */
export async function keepOutcomes(
  transaction: Transaction,
  inboundId: InboundMessageId,
  kind: 'confirm' | 'cancel',
  results: readonly Done[]
): Promise<void> {
  const done = kind === 'confirm' ? 'confirmed' : 'cancelled'
  await insertOutcomes(
    transaction,
    results.map(({ option, refusal }) => ({
      inbound_message_id: inboundId,
      appointment_id: option.appointmentId,
      start_at: option.start,
      outcome: refusal === null ? done : 'refused'
    }))
  )
}
