import { z } from 'zod'

const id = z.int().positive()

export const UserId = id.brand<'UserId'>()
export type UserId = z.infer<typeof UserId>
export const ClinicianId = id.brand<'ClinicianId'>()
export type ClinicianId = z.infer<typeof ClinicianId>
export const RoomId = id.brand<'RoomId'>()
export type RoomId = z.infer<typeof RoomId>
/** A schema of its own, which the others share: a test finds by it every method that names a patient. */
export const PatientId = z.int().positive().brand<'PatientId'>()
export type PatientId = z.infer<typeof PatientId>
export const AppointmentId = id.brand<'AppointmentId'>()
export type AppointmentId = z.infer<typeof AppointmentId>
export const AppointmentTypeId = id.brand<'AppointmentTypeId'>()
export type AppointmentTypeId = z.infer<typeof AppointmentTypeId>
/** One step in an appointment's history; undo names it. */
export const AppointmentChangeId = id.brand<'AppointmentChangeId'>()
export type AppointmentChangeId = z.infer<typeof AppointmentChangeId>
export const SeriesId = id.brand<'SeriesId'>()
export type SeriesId = z.infer<typeof SeriesId>
/** One step taken on several occurrences of a series together. */
export const SeriesStepId = id.brand<'SeriesStepId'>()
export type SeriesStepId = z.infer<typeof SeriesStepId>
export const ScheduleTemplateId = id.brand<'ScheduleTemplateId'>()
export type ScheduleTemplateId = z.infer<typeof ScheduleTemplateId>
export const ScheduleExceptionId = id.brand<'ScheduleExceptionId'>()
export type ScheduleExceptionId = z.infer<typeof ScheduleExceptionId>
export const AbsenceId = id.brand<'AbsenceId'>()
export type AbsenceId = z.infer<typeof AbsenceId>
/** A kind of room or equipment, of which there can be several. */
export const ResourceKindId = id.brand<'ResourceKindId'>()
export type ResourceKindId = z.infer<typeof ResourceKindId>
export const ResourceId = id.brand<'ResourceId'>()
export type ResourceId = z.infer<typeof ResourceId>
/** One recording of a patient's death. */
export const DeathId = id.brand<'DeathId'>()
export type DeathId = z.infer<typeof DeathId>
export const MessageId = id.brand<'MessageId'>()
export type MessageId = z.infer<typeof MessageId>
export const InboundMessageId = id.brand<'InboundMessageId'>()
export type InboundMessageId = z.infer<typeof InboundMessageId>
/** One text to a list of patients. */
export const MessageListId = id.brand<'MessageListId'>()
export type MessageListId = z.infer<typeof MessageListId>
export const CodeId = id.brand<'CodeId'>()
export type CodeId = z.infer<typeof CodeId>
/** A letter on paper, for whom no digital message reaches. */
export const LetterId = id.brand<'LetterId'>()
export type LetterId = z.infer<typeof LetterId>
export const CampaignId = id.brand<'CampaignId'>()
export type CampaignId = z.infer<typeof CampaignId>
/** One patient's place in a campaign. */
export const ContactCheckId = id.brand<'ContactCheckId'>()
export type ContactCheckId = z.infer<typeof ContactCheckId>
export const TaskId = id.brand<'TaskId'>()
export type TaskId = z.infer<typeof TaskId>
/** One step in a task's history; undo names it. */
export const TaskChangeId = id.brand<'TaskChangeId'>()
export type TaskChangeId = z.infer<typeof TaskChangeId>
/** One number or document a patient is known by. */
export const IdentifierId = id.brand<'IdentifierId'>()
export type IdentifierId = z.infer<typeof IdentifierId>
/** One change of a patient's identifiers; undo names it. */
export const IdentifierChangeId = id.brand<'IdentifierChangeId'>()
export type IdentifierChangeId = z.infer<typeof IdentifierChangeId>
export const GuardianId = id.brand<'GuardianId'>()
export type GuardianId = z.infer<typeof GuardianId>
export const ImportId = z.string().min(8).max(64).brand<'ImportId'>()
export type ImportId = z.infer<typeof ImportId>
/** Columns of a list of patients under a name. */
export const ImportMappingId = id.brand<'ImportMappingId'>()
export type ImportMappingId = z.infer<typeof ImportMappingId>
/** What is taken out, under a name. */
export const ExportChoiceId = id.brand<'ExportChoiceId'>()
export type ExportChoiceId = z.infer<typeof ExportChoiceId>
export const WaitingListEntryId = id.brand<'WaitingListEntryId'>()
export type WaitingListEntryId = z.infer<typeof WaitingListEntryId>
/** A place that has become free and may be offered to those on the waiting list. */
export const GapId = id.brand<'GapId'>()
export type GapId = z.infer<typeof GapId>
/** One time a free place was offered, to one after another or to several. */
export const OfferRoundId = id.brand<'OfferRoundId'>()
export type OfferRoundId = z.infer<typeof OfferRoundId>
export const OfferId = id.brand<'OfferId'>()
export type OfferId = z.infer<typeof OfferId>
/** Two records made one, which can be undone. */
export const MergeId = id.brand<'MergeId'>()
export type MergeId = z.infer<typeof MergeId>
/** Something that stands out in the access log. */
export const AccessFindingId = id.brand<'AccessFindingId'>()
export type AccessFindingId = z.infer<typeof AccessFindingId>
export const LegalHoldId = id.brand<'LegalHoldId'>()
export type LegalHoldId = z.infer<typeof LegalHoldId>
/** The deletion of one patient, asked for or done. */
export const ErasureId = id.brand<'ErasureId'>()
export type ErasureId = z.infer<typeof ErasureId>
