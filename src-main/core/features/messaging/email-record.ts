import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import type { MailOutcome } from '../../mail'
import type { Moment } from './context'
import { ended } from './ended'
import { storedMoment } from './moment'
import { stepAfterRefusal } from './outcome.rules'
import { appendAttempt, changeMessage, type MessageRow } from './outbox.queries'
import { putOffUntil } from './message-state.rules'

/** The connection ended before the text: it goes with the next one. */
const NOT_SENT_SECONDS = 2

export interface SentEmail {
  readonly row: MessageRow
  readonly startedAt: Temporal.Instant
  readonly outcome: MailOutcome
}

/** Writes what became of an e-mail that was in flight. */
export async function recordEmail(
  transaction: Transaction,
  { row, startedAt, outcome }: SentEmail,
  moment: Moment
): Promise<void> {
  await appendAttempt(transaction, {
    message_id: row.id,
    part: 1,
    started_at: storedMoment(startedAt),
    ended_at: storedMoment(moment.now),
    imei: null,
    outcome: outcome.kind,
    code: outcome.kind === 'accepted' ? null : outcome.fault
  })
  await changeMessage(transaction, { id: row.id, from: 'sending' }, changeAfter(row, outcome, moment))
}

function changeAfter(row: MessageRow, outcome: MailOutcome, moment: Moment) {
  const at = storedMoment(moment.now)
  if (outcome.kind === 'accepted')
    return { state: 'sent' as const, reason: null, code_digits: null, sent_at: at, ended_at: at }
  if (outcome.kind === 'unknown') return ended('uncertain', outcome.fault, moment)
  if (outcome.kind === 'not-sent') {
    const dueAt = putOffUntil(storedMoment(moment.now.add({ seconds: NOT_SENT_SECONDS })), row)
    return { state: 'queued' as const, reason: outcome.fault, due_at: dueAt }
  }
  const step = stepAfterRefusal({
    class: outcome.class,
    tries: row.tries,
    now: moment.now,
    expiresAt: Temporal.Instant.from(row.expires_at)
  })
  if (step.kind === 'failed') return ended('failed', outcome.fault, moment)
  return {
    state: 'queued' as const,
    reason: outcome.fault,
    due_at: putOffUntil(storedMoment(step.at), row),
    tries: row.tries + (step.counts ? 1 : 0)
  }
}
