import type {
  AppointmentId,
  AppointmentTypeId,
  ClinicianId,
  InboundMessageId,
  MessageId,
  TaskId,
  UserId
} from '@contract/ids'
import type { Generated } from 'kysely'

/** One row. */
export interface PortalConnectionTable {
  id: number
  /** Whether triggers write down what the portal has to learn. */
  records: number
  state: 'off' | 'loading' | 'on' | 'epoch-changed'
  clinic_key: string | null
  base_url: string
  client_id: string
  /** ES384, as JWK. */
  private_key: string
  key_id: string
  client_certificate: string
  client_certificate_key: string
  weeks_ahead: number
  epoch: string | null
  found_epoch: string | null
  software: string | null
  last_event_id: string | null
  connected_since: string | null
  last_exchange_at: string | null
  trouble: string | null
  trouble_parameters: string
  trouble_since: string | null
  compared_at: string | null
}

export interface PortalPinTable {
  /** SHA-256 of the public key, base64. */
  sha256: string
  first_seen_at: string
  confirmed_at: string | null
  confirmed_by: UserId | null
  last_seen_at: string | null
  /** When the portal told of it, before it was shown. */
  announced_at: string | null
}

export interface PortalResourceTable {
  type: string
  local_id: number
  remote_id: string
  etag: string | null
  last_updated: string
  /** JSON of the portal's resource as both sides were last agreed on it. */
  body: string | null
}

/** Kept by triggers on `portal_resource`. */
export interface PortalHeldTable {
  type: string
  count: number
}

export interface PortalOperationTable {
  seq: Generated<number>
  op_id: Generated<string>
  kind: 'put' | 'book' | 'move' | 'cancel' | 'change'
  type: string
  local_id: number
  /** JSON of `AppointmentThen`, `{}` for a put. */
  detail: Generated<string>
  /** JSON of versions by reference. */
  base_etag: Generated<string>
  body: string | null
  is_edited: Generated<number>
  state: Generated<
    'waiting' | 'in-doubt' | 'applied' | 'nothing' | 'conflict' | 'dead' | 'discarded' | 'superseded'
  >
  is_confirmed: Generated<number>
  tries: Generated<number>
  next_at: string | null
  /** Null until the sender has seen it. */
  created_at: string | null
  sent_at: string | null
  ended_at: string | null
  reason: string | null
  answer: string | null
}

/** What an operation takes its turn at, until it has ended. */
export interface PortalOperationKeyTable {
  aggregate: string
  seq: number
}

export interface PortalAttemptTable {
  id: Generated<number>
  seq: number
  at: string
  outcome: string
  status: number | null
  detail: Generated<string>
}

export interface PortalConflictTable {
  id: Generated<number>
  seq: number | null
  type: string
  local_id: number | null
  remote_id: string | null
  kind: string
  ours: string | null
  theirs: string | null
  /** JSON list. */
  choices: string
  found_at: string
  decided_at: string | null
  decided_by: UserId | null
  choice: string | null
}

export interface PortalWatermarkTable {
  type: string
  /** By the portal's clock. */
  until: string
}

export interface PortalSetAsideTable {
  type: string
  remote_id: string
  cause: 'pending' | 'broken' | 'refused'
  reason: Generated<string>
  version: string | null
  since: string
  /** The patient's id at the portal; null where it is about none. */
  patient_remote_id: Generated<string | null>
}

export interface PortalRunTable {
  id: Generated<number>
  kind: 'load' | 'resync-clinic' | 'resync-portal' | 'compare'
  phase: 'listing' | 'sending' | 'done' | 'stopped'
  type: string | null
  after_id: Generated<number>
  next_page: string | null
  /** JSON list of local ids. */
  in_doubt: string | null
  listed: Generated<number>
  sent: Generated<number>
  differing: Generated<number>
  started_at: string
  started_by: UserId | null
  ended_at: string | null
}

export interface PortalDifferenceTable {
  run_id: number
  type: string
  local_id: Generated<number>
  remote_id: Generated<string>
  what: 'only-here' | 'only-there' | 'other-version' | 'other-content'
}

/** A place the portal may offer. */
export interface PortalSlotTable {
  id: Generated<number>
  clinician_id: ClinicianId
  type_id: AppointmentTypeId
  /** UTC, whole minutes. */
  start_at: string
  end_at: string
  local_date: string
  status: 'free' | 'busy' | 'gone'
}

/** A day whose places have to be worked out again; '' is every day of that clinician. */
export interface PortalTouchedDayTable {
  clinician_id: ClinicianId
  local_date: string
}

/** What a patient has asked the desk for. */
export interface PortalRequestTable {
  id: Generated<number>
  kind: 'cancel' | 'move' | 'message' | 'other'
  state: 'open' | 'accepted' | 'rejected' | 'done'
  task_id: TaskId | null
  inbound_message_id: InboundMessageId | null
  appointment_id: AppointmentId | null
  /** JSON, without words of the patient. */
  wish: Generated<string>
  reason: string | null
  received_at: string
  answered_at: string | null
}

/** A code that a patient has asked for at the portal. */
export interface PortalCodeRequestTable {
  /** The portal's. */
  id: string
  /** The Patient's id at the portal. */
  remote_patient: string
  purpose: 'login' | 'verify-mobile'
  /** By the clinic's clock, as are the others. */
  asked_at: string
  expires_at: string
  received_at: string
  message_id: MessageId | null
  refusal: 'limit' | 'not-allowed' | 'nothing-to-verify' | 'expired' | null
}

/** What came of something that was typed; the digits themselves are kept nowhere. */
export interface PortalCodeTryTable {
  request_id: string
  /** From 1. */
  attempt: number
  at: string
  outcome: 'right' | 'wrong' | 'length' | 'older' | 'expired' | 'used' | 'tries-used-up'
  tries_left: number | null
  newer_sent_at: string | null
}

export interface PortalRegistrationTable {
  id: string
  answer:
    | 'allowed'
    | 'gp-elsewhere'
    | 'number-missing'
    | 'mobile-missing'
    | 'consent-missing'
    | 'reserved'
    | 'under-age'
  received_at: string
}

export interface PortalAccountTable {
  /** The Patient's id at the portal. */
  remote_patient: string
  state: 'invited' | 'active' | 'locked' | 'closed'
  activation: 'sent' | 'delivered' | 'bounced' | 'done' | null
  last_login_at: string | null
  level: 'code' | 'substantial' | 'high' | null
  changed_at: string
  /** What the desk has asked for and the portal has not done yet. */
  wanted: 'locked' | 'active' | null
}

/** Something the portal is still to be told. */
export interface PortalNoticeTable {
  id: Generated<number>
  kind: 'code-state' | 'code-checked' | 'registration' | 'account'
  target: string
  part: Generated<number>
  version: Generated<number>
  tries: Generated<number>
  /** Null: at once. */
  next_at: string | null
}

export interface PortalTables {
  portal_connection: PortalConnectionTable
  portal_pin: PortalPinTable
  portal_resource: PortalResourceTable
  portal_held: PortalHeldTable
  portal_operation: PortalOperationTable
  portal_operation_key: PortalOperationKeyTable
  portal_attempt: PortalAttemptTable
  portal_conflict: PortalConflictTable
  portal_watermark: PortalWatermarkTable
  portal_set_aside: PortalSetAsideTable
  portal_run: PortalRunTable
  portal_difference: PortalDifferenceTable
  portal_slot: PortalSlotTable
  portal_touched_day: PortalTouchedDayTable
  portal_request: PortalRequestTable
  portal_code_request: PortalCodeRequestTable
  portal_code_try: PortalCodeTryTable
  portal_registration: PortalRegistrationTable
  portal_account: PortalAccountTable
  portal_notice: PortalNoticeTable
}
