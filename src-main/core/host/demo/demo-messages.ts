import type { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import { deliverPastMessages, endOtherwise, insertReply, latestReminders } from './demo.queries'

const REPLIES = [
  'Ja takk, jeg kommer',
  'Hei, kan jeg komme litt senere på dagen? Bilen er på verksted.'
] as const
const MINUTES_BETWEEN_REPLIES = 35

/** What was due has been delivered, but for one that failed and one nobody knows of; two patients have answered. */
export async function fillDemoMessages(
  transaction: Transaction,
  start: Temporal.ZonedDateTime
): Promise<void> {
  const now = toStoredInstant(start.toInstant())
  await deliverPastMessages(transaction, now)
  const reminders = await latestReminders(transaction, { after: now, limit: 12 })
  const [failed, uncertain, ...answered] = reminders.slice(4)
  if (failed) await endOtherwise(transaction, failed.id, { state: 'failed', reason: 'cms-1' })
  if (uncertain) await endOtherwise(transaction, uncertain.id, { state: 'uncertain', reason: 'interrupted' })
  for (const [index, body] of REPLIES.entries()) {
    const reminder = answered[index]
    if (!reminder?.patient_id || reminder.recipient === null) continue
    const receivedAt = toStoredInstant(
      start.subtract({ minutes: MINUTES_BETWEEN_REPLIES * (index + 1) }).toInstant()
    )
    await insertReply(transaction, {
      sender: reminder.recipient,
      patientId: reminder.patient_id,
      body,
      receivedAt
    })
  }
}
