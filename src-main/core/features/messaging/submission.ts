import type { Temporal } from 'temporal-polyfill'
import type { MessageId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { splitIntoParts, type OutgoingPart } from '../../modem'
import { momentMs, storedMoment } from './moment'
import { textToSend } from './outbox'
import { submitPart, type MessageRow } from './outbox.queries'

/** One part on its way to the modem; it stands on disk as submitted before the modem is touched. */
export interface Submission {
  readonly message: MessageRow
  /** From 1. */
  readonly part: number
  readonly total: number
  readonly startedAt: Temporal.Instant
  readonly outgoing: OutgoingPart
}

export async function markSubmitted(
  transaction: Transaction,
  { message, part, total, outgoing, startedAt }: Submission,
  imei: string | null
): Promise<void> {
  await submitPart(transaction, {
    messageId: message.id,
    part,
    total,
    recipient: outgoing.to,
    imei,
    at: storedMoment(startedAt)
  })
}

/** Null when the text cannot be put into SMS parts or nobody is to get it. */
export function submissionOf(message: MessageRow, part: number, now: Temporal.Instant): Submission | null {
  const parts = partsOf(message)
  const text = parts?.[part - 1]
  if (!parts || !text || message.recipient === null) return null
  const minutesLeft = Math.floor((momentMs(message.expires_at) - now.epochMilliseconds) / 60_000)
  return {
    message,
    part,
    total: parts.length,
    startedAt: now,
    outgoing: {
      to: message.recipient,
      part: text,
      validityMinutes: Math.max(1, minutesLeft),
      wantsReport: true,
      moreToFollow: part < parts.length
    }
  }
}

function partsOf(message: MessageRow) {
  try {
    return splitIntoParts(textToSend(message), referenceOf(message.id))
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Joins the parts at the receiver; another one for each message until 256 have gone by. */
function referenceOf(id: MessageId): number {
  return id % 256
}
