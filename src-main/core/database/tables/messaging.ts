import type { CodeSource } from '@contract/codes'
import type { ConsentChannel } from '@contract/consents'
import type {
  AppointmentId,
  ClinicianId,
  CodeId,
  InboundMessageId,
  MessageId,
  MessageListId,
  PatientId,
  UserId
} from '@contract/ids'
import type { InboundMessage, MessagePurpose, MessageState, TemplatePurpose } from '@contract/messages'
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
  channel: Generated<ConsentChannel>
  /** E.164, or an e-mail address, by the channel. */
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

/** Attempts by SMS that were not accepted, and all by e-mail: what was accepted stands in `message_part`. */
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
  handled_as: 'stop' | 'desk'
  /** What the program did with it beyond `handled_as`. */
  outcome: Exclude<InboundMessage['handledAs'], 'stop' | 'desk'> | null
  is_late: Generated<number>
  handled_at: string | null
  handled_by: UserId | null
  assigned_to: UserId | null
}

export interface InboundAppointmentTable {
  inbound_message_id: InboundMessageId
  appointment_id: AppointmentId
  start_at: string
  outcome: 'confirmed' | 'cancelled' | 'refused'
}

/** What the program asked by SMS and waits to be told. */
export interface ReplyQuestionTable {
  id: Generated<number>
  sender: string
  kind: 'confirm' | 'cancel'
  inbound_message_id: InboundMessageId
  message_id: MessageId
  asked_at: string
  expires_at: string
  state: 'open' | 'answered' | 'replaced' | 'unanswered'
}

export interface ReplyOptionTable {
  question_id: number
  number: number
  appointment_id: AppointmentId
  start_at: string
}

export interface MessageGroupTable {
  member_id: MessageId
  leader_id: MessageId
}

export interface MessageListTable {
  id: Generated<MessageListId>
  clinician_id: ClinicianId
  local_date: string
  body: string
  created_at: string
  created_by: UserId | null
  stopped_at: string | null
}

export interface MessageListEntryTable {
  list_id: MessageListId
  patient_id: PatientId
  appointment_id: AppointmentId
  message_id: MessageId | null
  reason: string | null
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
  channel: Generated<ConsentChannel>
  /** Where it was sent: a mobile, or an e-mail address, by the channel. */
  mobile: string
  code_hash: string
  salt: string
  message_id: MessageId
  state: 'active' | 'used' | 'replaced' | 'ended' | 'expired'
  tries: Generated<number>
  asked_at: string
  asked_by: UserId | null
  source: Generated<CodeSource>
  expires_at: string
  ended_at: string | null
}

export interface MessageTemplateTable {
  id: Generated<number>
  channel: ConsentChannel
  purpose: TemplatePurpose
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
  inbound_appointment: InboundAppointmentTable
  reply_question: ReplyQuestionTable
  reply_option: ReplyOptionTable
  message_group: MessageGroupTable
  message_list: MessageListTable
  message_list_entry: MessageListEntryTable
}
