import type { CampaignId, ClinicianId, ContactCheckId, MessageId, PatientId, UserId } from '@contract/ids'
import type { Campaign } from '@contract/campaigns'
import type { CivilDate, Instant } from '@contract/values'
import type { Generated } from 'kysely'

export interface ContactCampaignTable {
  id: Generated<CampaignId>
  state: Campaign['state']
  confirmed_until: Instant
  older_than_months: number
  only_never_verified: number
  gp_clinician_id: ClinicianId | null
  not_asked_months: number
  per_day: number
  cursor_key: string | null
  cursor_id: PatientId | null
  filled_on: CivilDate | null
  filled: number
  created_at: Instant
  created_by: UserId | null
  ended_at: Instant | null
}

export interface ContactCheckTable {
  id: Generated<ContactCheckId>
  campaign_id: CampaignId
  patient_id: PatientId
  mobile: string
  message_id: MessageId | null
  delivery: 'excluded' | 'held' | 'queued' | 'sent' | 'delivered' | 'failed' | 'cancelled'
  reason: string | null
  answer: 'confirmed' | 'disputed' | null
  asked_at: Instant
  answered_at: Instant | null
}

export interface ContactCheckTallyTable {
  campaign_id: CampaignId
  delivery: ContactCheckTable['delivery']
  answer: string
  count: number
}

export interface CampaignTables {
  contact_campaign: ContactCampaignTable
  contact_check: ContactCheckTable
  contact_check_tally: ContactCheckTallyTable
}
