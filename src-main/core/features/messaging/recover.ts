import type { ConsentChannel } from '@contract/consents'
import type { Transaction } from '../../database/database'
import { readMoment, type MessagingContext, type Moment } from './context'
import { ended } from './ended'
import { storedMoment } from './moment'
import { appendAttempt, changeMessage, findSending, type MessageRow } from './outbox.queries'
import { markInterrupted } from './recover.queries'
import type { ReportIntake } from './report-intake'

/**
 * At start: what was on the modem when the program ended may have left or not. It is shown as uncertain and not
 * repeated; a late delivery report can still prove it. @returns the messages it changed
 */
export async function recoverInterrupted(
  context: MessagingContext,
  reports: Pick<ReportIntake, 'applyEarly'>
): Promise<MessageRow[]> {
  const moment = await readMoment(context)
  return await context.database.write(async (transaction) => {
    const rows = await endInterrupted(transaction, 'sms', moment)
    return [...rows, ...(await reports.applyEarly(transaction, moment))]
  })
}

/** The same for what was on the line to the mail server. */
export async function recoverEmail(context: MessagingContext): Promise<MessageRow[]> {
  const moment = await readMoment(context)
  return await context.database.write(
    async (transaction) => await endInterrupted(transaction, 'email', moment)
  )
}

async function endInterrupted(
  transaction: Transaction,
  channel: ConsentChannel,
  moment: Moment
): Promise<MessageRow[]> {
  const at = storedMoment(moment.now)
  const rows = await findSending(transaction, channel)
  for (const row of rows) {
    await appendAttempt(transaction, {
      message_id: row.id,
      part: row.parts_accepted + 1,
      started_at: at,
      ended_at: at,
      imei: null,
      outcome: 'interrupted',
      code: null
    })
    await changeMessage(
      transaction,
      { id: row.id, from: 'sending' },
      ended('uncertain', 'interrupted', moment)
    )
    await markInterrupted(transaction, row.id)
  }
  return rows
}
