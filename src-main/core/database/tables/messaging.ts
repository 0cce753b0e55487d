import type { AppointmentId, CodeId, InboundMessageId, MessageId, PatientId, UserId } from '@contract/ids'
import type { InboundMessage, MessagePurpose, MessageState } from '@contract/messages'
import type { Language } from '@contract/values'
import type { Generated } from 'kysely'

export interface MessageTable {
  id: Generated<MessageId>
  key: string
  patient_id: PatientId | null
  appointment_id: AppointmentId | null
  about_start: string | null
  reminder_hours: number | null
  answer_to: InboundMessageId | null
  purpose: MessagePurpose
  language: Language
  recipient: string | null
  body: string
  code_digits: string | null
  template_version: number | null
  /** 0 codes, 1 cancellations, moves and answers, 2 the rest. */
  priority: number
  not_before: string
  /** The next moment to try: `not_before`, or later after a refusal. */
  due_at: string
  expires_at: string
  state: MessageState
  reason: string | null
  segments: number
  cost_minor: number
  parts_accepted: Generated<number>
  attempts: Generated<number>
  tries: Generated<number>
  created_at: string
  created_by: UserId | null
  sent_at: string | null
  delivered_at: string | null
  ended_at: string | null
  settled_at: string | null
}

export interface MessagePartTable {
  id: Generated<number>
  message_id: MessageId
  part: number
  total: number
  recipient: string
  imei: string | null
  mr: number | null
  state: 'submitted' | 'accepted' | 'refused' | 'unknown' | 'not-sent'
  submitted_at: string
  accepted_at: string | null
  report_status: number | null
  report_outcome: 'delivered' | 'pending' | 'failed' | null
  reported_at: string | null
}

export interface MessageAttemptTable {
  id: Generated<number>
  message_id: MessageId
  part: number
  started_at: string
  ended_at: string
  imei: string | null
  outcome: 'accepted' | 'refused' | 'unknown' | 'not-sent' | 'interrupted'
  code: string | null
}

export interface EarlyReportTable {
  id: Generated<number>
  imei: string | null
  mr: number
  recipient: string
  status: number
  outcome: 'delivered' | 'pending' | 'failed'
  smsc_at: string | null
  received_at: string
}

export interface InboundMessageTable {
  id: Generated<InboundMessageId>
  sender: string
  patient_id: PatientId | null
  body: string
  is_complete: number
  received_at: string
  is_read: number
  handled_as: InboundMessage['handledAs']
  handled_at: string | null
  handled_by: UserId | null
}

export interface InboundPartTable {
  id: Generated<number>
  pdu_digest: string
  sent_at: string
  imei: string | null
  sender: string
  body: string
  reference: number | null
  reference_bits: number | null
  part: number
  total: number
  received_at: string
  inbound_message_id: InboundMessageId | null
}

export interface OneTimeCodeTable {
  id: Generated<CodeId>
  patient_id: PatientId
  mobile: string
  code_hash: string
  salt: string
  message_id: MessageId
  state: 'active' | 'used' | 'replaced' | 'ended' | 'expired'
  tries: Generated<number>
  asked_at: string
  asked_by: UserId | null
  expires_at: string
  ended_at: string | null
}

export interface MessageTemplateTable {
  id: Generated<number>
  purpose: MessagePurpose
  language: Language
  version: number
  body: string
  created_at: string
  created_by: UserId | null
}

export interface MessagingTables {
  message: MessageTable
  message_part: MessagePartTable
  message_attempt: MessageAttemptTable
  early_report: EarlyReportTable
  inbound_message: InboundMessageTable
  inbound_part: InboundPartTable
  one_time_code: OneTimeCodeTable
  message_template: MessageTemplateTable
}
