import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import type { RefusalClass, SendOutcome } from '../../modem'
import { ended } from './ended'
import { markSubmitted, submissionOf, type Submission } from './submission'
import type { Moment } from './context'
import { stepAfterRefusal } from './outcome.rules'
import { storedMoment } from './moment'
import { appendAttempt, changeMessage, endPart } from './outbox.queries'
import { putOffUntil } from './message-state.rules'

/** A part cannot be handed over just now; the modem says by its state when it can. */
const NOT_SENT_SECONDS = 2

export interface Recording {
  readonly submission: Submission
  readonly outcome: SendOutcome
  readonly moment: Moment
  readonly imei: string | null
  /** The modem has sent other messages since a person was last called for: the fault is this message's. */
  readonly isOwnFault: boolean
}

/** Writes what became of a part. @returns the next part of the same message, which goes on at once. */
export async function recordOutcome(
  transaction: Transaction,
  recording: Recording
): Promise<Submission | null> {
  const { submission, outcome, moment } = recording
  const { message, part } = submission
  // The part's own row says all of an attempt that was accepted.
  if (outcome.kind === 'accepted') return await recordAccepted(transaction, recording, outcome)
  await appendAttempt(transaction, {
    message_id: message.id,
    part,
    started_at: storedMoment(submission.startedAt),
    ended_at: storedMoment(moment.now),
    imei: recording.imei,
    outcome: outcome.kind,
    code: codeOf(outcome)
  })
  await endPart(transaction, { messageId: message.id, part }, { state: outcome.kind })
  await changeMessage(transaction, { id: message.id, from: 'sending' }, changeAfter(recording))
  return null
}

function codeOf(outcome: Exclude<SendOutcome, { kind: 'accepted' }>): string {
  return outcome.kind === 'refused' ? outcome.code : outcome.reason
}

async function recordAccepted(
  transaction: Transaction,
  { submission, moment, imei }: Recording,
  { mr, imei: answered }: Extract<SendOutcome, { kind: 'accepted' }>
): Promise<Submission | null> {
  const { message, part, total } = submission
  const at = storedMoment(moment.now)
  await endPart(
    transaction,
    { messageId: message.id, part },
    { state: 'accepted', mr, imei: answered, accepted_at: at }
  )
  const next = part < total ? submissionOf({ ...message, parts_accepted: part }, part + 1, moment.now) : null
  if (!next) {
    await changeMessage(
      transaction,
      { id: message.id, from: 'sending' },
      { state: 'sent', reason: null, parts_accepted: part, code_digits: null, sent_at: at, ended_at: at }
    )
    return null
  }
  await changeMessage(transaction, { id: message.id, from: 'sending' }, { parts_accepted: part })
  await markSubmitted(transaction, next, imei)
  return next
}

function changeAfter({ submission, outcome, moment, isOwnFault }: Recording) {
  const { message } = submission
  if (outcome.kind === 'unknown') return ended('uncertain', outcome.reason, moment)
  if (outcome.kind === 'not-sent')
    return {
      state: 'queued' as const,
      due_at: putOffUntil(storedMoment(moment.now.add({ seconds: NOT_SENT_SECONDS })), message),
      reason: outcome.reason
    }
  if (outcome.kind !== 'refused') return { state: 'queued' as const }
  const step = stepAfterRefusal({
    class: classOf(outcome.class, isOwnFault),
    tries: message.tries,
    now: moment.now,
    expiresAt: Temporal.Instant.from(message.expires_at)
  })
  if (step.kind === 'failed') return ended('failed', outcome.code, moment)
  return {
    state: 'queued' as const,
    reason: outcome.code,
    due_at: putOffUntil(storedMoment(step.at), message),
    tries: message.tries + (step.counts ? 1 : 0)
  }
}

function classOf(refusalClass: RefusalClass, isOwnFault: boolean): RefusalClass {
  return refusalClass === 'person' && isOwnFault ? 'permanent' : refusalClass
}
