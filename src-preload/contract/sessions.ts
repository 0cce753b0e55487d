import { z } from 'zod'
import { ABSENCE_REASONS, SESSION_KINDS } from './choices'
import { AbsenceId, RoomId, ScheduleExceptionId, ScheduleTemplateId } from './ids'
import { CivilDate, MinuteOfDay } from './values'

/** What a stretch of a clinician's day is for. `urgent`: ØH, held back; `blocked`: at work, but not to be booked. */
export const SessionKind = z.enum(SESSION_KINDS)
export type SessionKind = z.infer<typeof SessionKind>

/** Why a clinician is away. */
export const AbsenceReason = z.enum(ABSENCE_REASONS)
export type AbsenceReason = z.infer<typeof AbsenceReason>

/** A stretch of one day; minutes are those the clinic's clock shows, also on the nights it changes. */
export const Session = z.strictObject({
  startMinute: MinuteOfDay,
  endMinute: MinuteOfDay,
  kind: SessionKind,
  /**
   * Of an urgent session: until this minute of the day itself it is kept for types that may lie in urgent sessions;
   * from then on it is as good as ordinary. Null: kept to the end.
   */
  heldUntilMinute: MinuteOfDay.nullable(),
  /** Where the clinician works then; null: as usual. */
  roomId: RoomId.nullable()
})
export type Session = z.infer<typeof Session>

/** The part of an absence that falls on one day. */
export const AbsencePart = z.strictObject({
  id: AbsenceId,
  reason: AbsenceReason,
  startMinute: MinuteOfDay,
  endMinute: MinuteOfDay
})
export type AbsencePart = z.infer<typeof AbsencePart>

/** One clinician's day after template, exception, absence and holiday. */
export const ScheduleDay = z.strictObject({
  date: CivilDate,
  /** The public holiday's name in the clinic's language. On it the template does not hold; an exception does. */
  holiday: z.string().nullable(),
  /** In time order, never over one another. */
  sessions: z.array(Session),
  absences: z.array(AbsencePart),
  /** The template that holds on this date, and which of its weeks this is, counted from 1. */
  templateId: ScheduleTemplateId.nullable(),
  week: z.int().nullable(),
  exceptionId: ScheduleExceptionId.nullable()
})
export type ScheduleDay = z.infer<typeof ScheduleDay>
