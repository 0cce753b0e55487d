import type { ConsentChannel } from '@contract/consents'
import type { ClinicianId, GuardianId, PatientId, UserId } from '@contract/ids'
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
import type { Generated } from 'kysely'

export interface PatientTable {
  id: Generated<PatientId>
  version: Generated<number>
  family_name: string
  given_name: string
  name_key: string
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
  deceased_on: string | null
  /** Kept by triggers: whether an identifier is in use. */
  has_number: Generated<number>
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
  id: Generated<number>
  patient_id: PatientId
  type: IdentifierType
  value: string
  status: 'in-use' | 'ceased'
  warning: string | null
  period_start: string | null
  period_end: string | null
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

export interface PatientTables {
  patient: PatientTable
  patient_identifier: PatientIdentifierTable
  patient_contact: PatientContactTable
  guardian: GuardianTable
  guardian_purpose: GuardianPurposeTable
}
