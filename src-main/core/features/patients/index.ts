export { createPatients, type PatientDependencies, type Patients, type ImportRequest } from './patients'
export type { ImportedDecisions, Neighbours } from './neighbours'
export type { Opening } from './openings'
export { needsReason } from './opening.rules'
export type { RecordGuard, Unsaid } from './record-guard'
export { readClinicDay, type ClinicDay } from './clinic-day'
export { ageOn, bornUntil, HEALTH_MAJORITY_YEARS, isFromBeforeMajority, isMinor } from './age.rules'
export { staleBefore } from './contact-freshness.rules'
export { findAddressee, messageTarget, type Addressee, type Asked } from './message-target'
export type { EmailTarget, MessageTarget, MessageTargetRefusal, MessageTargets } from './message-target.rules'
export { patientSummaries, type PatientSummary } from './patient-summaries.queries'
export { markContactVerified, markMobileDisputed } from './mark-verified'
export { findContacts, findPatientsByContact, type ContactRow, type Verification } from './contacts.queries'
export {
  findPatientRows,
  getPatientRow,
  markDeceased,
  setReserved,
  standingPatientId,
  touchPatient,
  type PatientRow
} from './patients.queries'
export { changeContact, createPatient } from './save-patient'
export { parseEmail } from './email.rules'
export { endGuardian, findGuardianRows, insertGuardian, type GuardianRow } from './guardians.queries'
export { carrierOf, endsWithMajority, isGuardianOn, relationUntil } from './guardians.rules'
export { reopenGuardian } from './reopen-guardian.queries'
export { guardianPeriods } from './guardian-periods'
export { needsOwnConfirming } from './alerts.rules'
export { foldName, searchTokens } from './name-folding.rules'
export { AFTER_EVERY_NAME, nameKeys, nameWords } from './patient-name.rules'
export { byName, readHits, withoutKey, type HitDay, type KeyedHit } from './patient-hits.queries'
export { findIdentifiers, type IdentifierRow } from './identifiers.queries'
export { normalizeNumber } from './national-number.rules'
export {
  readExportSpan,
  readForExport,
  readForLabels,
  type ExportedPatient,
  type LabelledPatient
} from './export-page'
export { countForExport } from './export.queries'
export { writtenConsent, type ImportedConsent } from './import-extras.rules'
export { fieldWord } from './import-field-words'
export { writtenGuardian, writtenNumber, writtenOtherNumber } from './import-numbers.rules'
export { numberStanding, type NumberStanding } from './number-standing'
export { namingOf, sharedIdentifiers, type SharedIdentifier } from './identifier-systems.rules'
export { isForeignType } from './foreign-identifier.rules'
