import type { Transaction } from '../../database/database'
import type { MessagingContext, Moment } from './context'
import { storedMoment } from './moment'
import { changeMessage, nextDue, type MessageRow } from './outbox.queries'
import { prepareMessage } from './prepare-message'

export interface EmailClaim {
  /** In flight, and on disk as such, before the server hears of it. */
  readonly row: MessageRow | null
  readonly touched: readonly MessageRow[]
  /** The national register has to be asked before the next e-mail can be judged. */
  readonly asksRegister: boolean
}

const MOST_IN_ONE_CLAIM = 50

/**
 * Takes the next e-mail that may leave now; ends, puts off or hands over those that may not. `mayClaim` false: only
 * looks through them, since nothing can be sent.
 */
export async function claimEmail(
  context: MessagingContext,
  transaction: Transaction,
  { moment, mayClaim }: { moment: Moment; mayClaim: boolean }
): Promise<EmailClaim> {
  const touched: MessageRow[] = []
  while (touched.length < MOST_IN_ONE_CLAIM) {
    const row = await nextDue(transaction, storedMoment(moment.now), 'email')
    if (!row) break
    const ready = await prepareMessage(context, transaction, { row, moment })
    if (ready === 'ask-register') return { row: null, touched, asksRegister: true }
    if (ready && !mayClaim) break
    if (ready) return { row: await markInFlight(transaction, ready), touched, asksRegister: false }
    touched.push(row)
  }
  return { row: null, touched, asksRegister: false }
}

async function markInFlight(transaction: Transaction, row: MessageRow): Promise<MessageRow> {
  const attempts = row.attempts + 1
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
      segments: 0,
      cost_minor: 0,
      attempts
    }
  )
  return { ...row, attempts }
}
