import type { RecordContents, SinceKind } from '@contract/duplicates'

/** A column that names a patient, in rows that a merge moves. */
export interface MovedReference {
  readonly table: string
  readonly column: string
  /** What a person calls a row that was made while two records were one; null: it is no row of its own. */
  readonly since: SinceKind | null
  readonly counted: keyof RecordContents | null
}

/**
 * Rows that name their patient and have an `id`: they are moved one by one, with a journal. A later table that names
 * patients gets its place here or below; a test reads the schema and fails until it has.
 */
export const MOVED: readonly MovedReference[] = [
  { table: 'patient_identifier', column: 'patient_id', since: 'identifier', counted: 'identifiers' },
  { table: 'identifier_change', column: 'patient_id', since: null, counted: null },
  { table: 'patient_contact', column: 'patient_id', since: 'contact', counted: null },
  { table: 'guardian', column: 'child_id', since: 'guardian', counted: 'relations' },
  { table: 'guardian', column: 'guardian_id', since: 'child', counted: 'relations' },
  { table: 'appointment_series', column: 'patient_id', since: 'series', counted: null },
  { table: 'appointment', column: 'patient_id', since: 'appointment', counted: 'appointments' },
  { table: 'waiting_list_entry', column: 'patient_id', since: 'waiting-list', counted: 'waitingList' },
  { table: 'inbound_message', column: 'patient_id', since: 'reply', counted: 'replies' },
  { table: 'message', column: 'patient_id', since: 'message', counted: 'messages' },
  { table: 'letter', column: 'patient_id', since: 'letter', counted: 'letters' },
  { table: 'one_time_code', column: 'patient_id', since: 'code', counted: null },
  { table: 'task', column: 'patient_id', since: 'task', counted: 'tasks' },
  { table: 'consent_decision_owner', column: 'patient_id', since: null, counted: 'consents' },
  { table: 'death', column: 'patient_id', since: null, counted: null },
  // Nothing of either is deleted while one stands.
  { table: 'legal_hold', column: 'patient_id', since: null, counted: null },
  // An import that goes on ties the child it has written.
  { table: 'import_guardian', column: 'child_id', since: null, counted: null },
  { table: 'patient', column: 'merged_into', since: null, counted: null }
]

/** Rows that are always the patient's whose appointment they are about. */
export const FOLLOWING_APPOINTMENT = ['message_list_entry', 'delay_notice_entry'] as const

/** Columns that name a patient and stay as they are, with what is done instead. */
export const NOT_MOVED: Readonly<Record<string, string>> = {
  'access_log.patient_id': 'is never changed; the log of both is read together (audit)',
  'access_finding.patient_id': 'says what stood out in the log then',
  'erasure.patient_id': 'nobody is merged while one is open; a closed one says what was decided then',
  'erasing.patient_id': 'holds a row only while a patient is emptied',
  'consent_decision.patient_id': 'is never changed; whose it is now stands in consent_decision_owner',
  'duplicate_key.patient_id': 'a merged record is left out where candidates are read',
  'duplicate_pair.one_id': 'pairs of the merged record are dropped, and looked for anew',
  'duplicate_pair.other_id': 'as one_id',
  'contact_check.patient_id': 'says who was asked; an answer counts for the record it was merged into',
  'patient_merge.survivor_id': 'says what happened then',
  'patient_merge.loser_id': 'says what happened then',
  'task_owner.subject_id': 'who confirms the contact details goes on doing so for the survivor'
}
