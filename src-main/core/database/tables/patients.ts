import type { ConsentChannel } from '@contract/consents'
import type {
  ClinicianId,
  GuardianId,
  IdentifierChangeId,
  IdentifierId,
  PatientId,
  UserId
} from '@contract/ids'
import type {
  AddressProtection,
  Confidentiality,
  ContactChannel,
  GuardianKind,
  GuardianPurpose,
  IdentifierType,
  Sex,
  VerifiedHow
} from '@contract/patients'
import type { Language } from '@contract/values'
import type { Generated, GeneratedAlways } from 'kysely'

export interface PatientTable {
  id: Generated<PatientId>
  version: Generated<number>
  family_name: string
  given_name: string
  name_key: string
  /** The name as a Norwegian or Danish list orders it; follows from the name. */
  name_sort: GeneratedAlways<string>
  first_key: string
  birth_date: string | null
  sex: Sex
  language: Language | null
  address_line: Generated<string>
  postal_code: Generated<string>
  city: Generated<string>
  address_protection: Generated<AddressProtection>
  gp_clinician_id: ClinicianId | null
  gp_external_name: string | null
  note: Generated<string>
  is_reserved: Generated<number>
  preferred_channel: Generated<ConsentChannel>
  /** The name is the desk's own until the real one is known. */
  provisional_name: Generated<'newborn' | 'unknown' | null>
  deceased_on: string | null
  /** Kept by triggers: whether an identifier other than the clinic's own H-number is in use. */
  has_number: Generated<number>
  /** Kept by triggers: whether somebody is guardian. */
  has_guardian: Generated<number>
  /** Kept by triggers: when today's mobile was last confirmed; null without a mobile. */
  mobile_confirmed_at: Generated<string | null>
  /** The record that this one was merged into; nothing finds this one then. */
  merged_into: Generated<PatientId | null>
  created_at: string
  updated_at: string
  confidentiality: Generated<Confidentiality>
  /** Set: the patient was deleted, and the row holds nothing more. */
  erased_at: Generated<string | null>
}

export interface PatientIdentifierTable {
  id: Generated<IdentifierId>
  patient_id: PatientId
  type: IdentifierType
  /** ISO 3166-1 alpha-2, of what another country issued. */
  country: Generated<string | null>
  value: string
  status: 'in-use' | 'ceased'
  warning: string | null
  period_start: string | null
  period_end: string | null
}

/** What became of an identifier at the desk; also what the portal is to learn, by id. */
export interface IdentifierChangeTable {
  id: Generated<IdentifierChangeId>
  patient_id: PatientId
  kind: 'added' | 'replaced' | 'corrected' | 'ceased'
  old_identifier_id: IdentifierId | null
  old_type: IdentifierType | null
  old_country: string | null
  old_value: string | null
  old_status: 'in-use' | 'ceased' | null
  old_warning: string | null
  old_period_start: string | null
  old_period_end: string | null
  new_identifier_id: IdentifierId | null
  new_type: IdentifierType | null
  new_country: string | null
  new_value: string | null
  /** Where the birth date changed with the number: what it became, and what it was. */
  new_birth_date: string | null
  old_birth_date: string | null
  changed_at: string
  user_id: UserId | null
  user_name: string
  undone_at: string | null
}

export interface PatientContactTable {
  id: Generated<number>
  patient_id: PatientId
  channel: ContactChannel
  value: string
  updated_at: string
  verified_at: string | null
  verified_how: VerifiedHow | null
  verified_by: UserId | null
  /** When somebody answered from it that it is not the patient's. */
  disputed_at: string | null
  ended_at: string | null
}

export interface GuardianTable {
  id: Generated<GuardianId>
  child_id: PatientId
  guardian_id: PatientId
  kind: GuardianKind
  carries_messages: number
  period_start: string
  /** The day on which it is to end, as the desk has planned it. */
  planned_end: string | null
  /** The day on which it was ended. */
  period_end: string | null
  /** Null while it lasts, and of those ended before this was kept. */
  ended_by: 'desk' | 'majority' | null
}

export interface GuardianPurposeTable {
  relation_id: GuardianId
  purpose: GuardianPurpose
}

/** One row, kept by triggers: how many there are, merged and deleted records left out. */
export interface PatientTallyTable {
  id: number
  everybody: number
  incomplete: number
  mobile_missing: number
}

/** Kept by triggers: how many patients' mobiles were last confirmed on each day, the same ones left out. */
export interface PatientConfirmedDayTable {
  /** In UTC. */
  day: string
  patients: number
}

export interface PatientTables {
  patient: PatientTable
  patient_identifier: PatientIdentifierTable
  identifier_change: IdentifierChangeTable
  patient_contact: PatientContactTable
  guardian: GuardianTable
  patient_tally: PatientTallyTable
  patient_confirmed_day: PatientConfirmedDayTable
  guardian_purpose: GuardianPurposeTable
}
