import type {
  AppointmentChangeId,
  AppointmentId,
  AppointmentTypeId,
  ClinicianId,
  GapId,
  MessageId,
  OfferId,
  OfferRoundId,
  PatientId,
  UserId,
  WaitingListEntryId
} from '@contract/ids'
import type {
  GapCause,
  OfferMode,
  OfferRound,
  OfferState,
  WaitingListState,
  WaitingPriority
} from '@contract/waiting-list'
import type { Generated } from 'kysely'

export interface WaitingListEntryTable {
  id: Generated<WaitingListEntryId>
  version: Generated<number>
  patient_id: PatientId
  /** The appointment that is to be moved earlier. */
  appointment_id: AppointmentId | null
  clinician_id: ClinicianId | null
  type_id: AppointmentTypeId
  duration_minutes: number
  /** Bit 0 is Monday. */
  weekdays: number
  from_minute: number
  until_minute: number
  until_date: string | null
  notice_minutes: number
  priority: WaitingPriority
  note: string
  state: WaitingListState
  created_at: string
  created_by: UserId | null
  ended_at: string | null
  placed_by_change: AppointmentChangeId | null
}

export interface WaitingListGapTable {
  id: Generated<GapId>
  clinician_id: ClinicianId
  /** UTC, whole minutes. */
  start_at: string
  end_at: string
  local_date: string
  local_time: string
  cause: GapCause
  opened_at: string
  state: 'open' | 'filled' | 'dismissed' | 'past'
  ended_at: string | null
}

/** A place nobody can book meanwhile, unless by overbooking it on purpose. */
export interface SlotHoldTable {
  id: Generated<number>
  clinician_id: ClinicianId
  /** UTC, whole minutes. */
  start_at: string
  end_at: string
  held_at: string
  released_at: string | null
}

export interface WaitingListRoundTable {
  id: Generated<OfferRoundId>
  gap_id: GapId
  hold_id: number
  mode: OfferMode
  answer_minutes: number
  state: OfferRound['state']
  started_at: string
  started_by: UserId | null
  ended_at: string | null
  winner_id: OfferId | null
}

export interface WaitingListOfferTable {
  id: Generated<OfferId>
  round_id: OfferRoundId
  entry_id: WaitingListEntryId
  position: number
  state: OfferState
  reason: string | null
  recipient: string | null
  code: number | null
  message_id: MessageId | null
  offered_at: string | null
  expires_at: string | null
  ended_at: string | null
  answered_how: 'sms' | 'telephone' | null
}

export interface WaitingListTables {
  waiting_list_entry: WaitingListEntryTable
  waiting_list_gap: WaitingListGapTable
  slot_hold: SlotHoldTable
  waiting_list_round: WaitingListRoundTable
  waiting_list_offer: WaitingListOfferTable
}
