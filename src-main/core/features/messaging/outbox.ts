import type { ConsentChannel } from '@contract/consents'
import type { MessageId } from '@contract/ids'
import type { MessagePurpose } from '@contract/messages'
import type { Transaction } from '../../database/database'
import { segmentText } from '../../modem'
import { CODE_MARK } from './code.rules'
import { insertMessage, type NewMessage } from './outbox.queries'
import { putOffUntil } from './message-state.rules'

export type Priority = 0 | 1 | 2

/** Codes before anything, then what concerns an appointment that changed and what somebody waits for, then the rest. */
export const PRIORITY = {
  'one-time-code': 0,
  'cancellation-notice': 1,
  'move-notice': 1,
  answer: 1,
  'video-link': 1,
  'video-late': 1,
  'waiting-list-offer': 1,
  'waiting-list-notice': 1,
  'delay-notice': 1,
  'arrival-code': 1,
  'booking-confirmation': 2,
  'appointment-reminder': 2,
  'free-text': 2,
  operator: 2,
  'contact-check': 2,
  'consent-ask': 1,
  'portal-answer': 1
} as const satisfies Record<MessagePurpose, Priority>

export type MessageDraft = Pick<
  NewMessage,
  'key' | 'purpose' | 'language' | 'recipient' | 'body' | 'not_before' | 'expires_at' | 'created_at'
> &
  Partial<
    Pick<
      NewMessage,
      | 'channel'
      | 'patient_id'
      | 'appointment_id'
      | 'about_start'
      | 'reminder_hours'
      | 'answer_to'
      | 'code_digits'
      | 'template_version'
      | 'reason'
      | 'created_by'
    >
  >

/** The text as the patient gets it. */
export function textToSend({ body, code_digits }: { body: string; code_digits?: string | null }): string {
  return code_digits ? body.replace(CODE_MARK, code_digits) : body
}

/** What a text costs as SMS; e-mail costs nothing. */
export function measure(
  text: string,
  segmentPriceMinor: number,
  channel: ConsentChannel = 'sms'
): { segments: number; cost_minor: number } {
  if (channel === 'email') return { segments: 0, cost_minor: 0 }
  const segments = segmentText(text).segments.length
  return { segments, cost_minor: segments * segmentPriceMinor }
}

/**
 * Puts a message into the outbox, in the transaction of the change that makes it necessary.
 * @returns null when its key is known: the same message is never put in twice.
 */
export async function enqueue(
  transaction: Transaction,
  draft: MessageDraft,
  segmentPriceMinor: number
): Promise<MessageId | null> {
  return await insertMessage(transaction, {
    patient_id: null,
    appointment_id: null,
    about_start: null,
    reminder_hours: null,
    answer_to: null,
    code_digits: null,
    template_version: null,
    reason: null,
    created_by: null,
    sent_at: null,
    delivered_at: null,
    ended_at: null,
    settled_at: null,
    ...draft,
    ...measure(textToSend(draft), segmentPriceMinor, draft.channel),
    priority: PRIORITY[draft.purpose],
    due_at: putOffUntil(draft.not_before, draft),
    state: 'queued'
  })
}
