import type { Transaction } from '../../database/database'
import type { MessagingContext, Moment } from './context'
import { ended } from './ended'
import { storedMoment } from './moment'
import { changeMessage, nextDue, type MessageRow } from './outbox.queries'
import { prepareMessage } from './prepare-message'
import { markSubmitted, submissionOf, type Submission } from './submission'

export interface Claim {
  readonly submission: Submission | null
  /** Messages that ended or were put off on the way. */
  readonly touched: readonly MessageRow[]
  /** True when there may be more to look at. */
  readonly hasMore: boolean
  /** The national register has to be asked before the next message can be judged. */
  readonly asksRegister: boolean
}

/** So many messages are ended or put off in one transaction before others get their turn. */
const MOST_IN_ONE_CLAIM = 50

/** Takes the next message that may leave now, and ends or puts off those that may not. */
export async function claimNext(
  context: MessagingContext,
  transaction: Transaction,
  { moment, imei }: { moment: Moment; imei: string | null }
): Promise<Claim> {
  const touched: MessageRow[] = []
  while (touched.length < MOST_IN_ONE_CLAIM) {
    const row = await nextDue(transaction, storedMoment(moment.now), 'sms')
    if (!row) return { submission: null, touched, hasMore: false, asksRegister: false }
    const ready = await prepareMessage(context, transaction, { row, moment })
    if (ready === 'ask-register') return { submission: null, touched, hasMore: true, asksRegister: true }
    if (ready) {
      const submission = await submit(transaction, ready, { moment, imei })
      if (submission) return { submission, touched, hasMore: true, asksRegister: false }
    }
    touched.push(row)
  }
  return { submission: null, touched, hasMore: true, asksRegister: false }
}

async function submit(
  transaction: Transaction,
  row: MessageRow,
  { moment, imei }: { moment: Moment; imei: string | null }
): Promise<Submission | null> {
  const submission = submissionOf(row, row.parts_accepted + 1, moment.now)
  if (!submission) {
    await changeMessage(
      transaction,
      { id: row.id, from: 'queued' },
      ended('failed', 'text-not-sendable', moment)
    )
    return null
  }
  await changeMessage(
    transaction,
    { id: row.id, from: 'queued' },
    {
      state: 'sending',
      reason: null,
      recipient: row.recipient,
      language: row.language,
      body: row.body,
      template_version: row.template_version,
      segments: row.segments,
      cost_minor: row.cost_minor,
      attempts: row.attempts + 1
    }
  )
  await markSubmitted(transaction, submission, imei)
  return submission
}
