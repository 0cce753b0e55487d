import { z } from 'zod'
import { AppointmentId, AppointmentTypeId, ClinicianId, MessageId, PatientId } from './ids'
import { MANAGER, type MethodSpec } from './method'
import { MessagePurpose, MessageState } from './messages'
import { CivilDate, Instant, PageCursor } from './values'

/** Both days included, at most two years. `clinicianId` null: all of them together. */
const Period = { from: CivilDate, until: CivilDate, clinicianId: ClinicianId.nullable() }

/** A share from 0 to 1; null where there is nothing to divide by. */
const Rate = z.number().min(0).max(1).nullable()
/** Whole minutes; null where nothing was measured. */
const Minutes = z.number().nullable()

/** A stretch of the period: a day, a week (Monday first) or a month of it. */
const Stretch = { from: CivilDate, until: CivilDate }

/** No-show rate = missed ÷ (came + missed). Late rate = cancelled late ÷ (came + missed + cancelled late). */
export const Attendance = z.strictObject({
  came: z.int(),
  missed: z.int(),
  cancelledLate: z.int(),
  noShowRate: Rate,
  lateRate: Rate
})
export type Attendance = z.infer<typeof Attendance>

export const AttendanceReport = z.strictObject({
  total: Attendance.extend({
    /** In time, by the patient or for another reason than the clinic's. */
    cancelled: z.int(),
    cancelledByClinic: z.int(),
    /** Came and left before being called in. */
    leftUnseen: z.int(),
    /** Not over yet. */
    open: z.int()
  }),
  withReminder: Attendance,
  withoutReminder: Attendance,
  stretches: z.array(Attendance.extend(Stretch))
})
export type AttendanceReport = z.infer<typeof AttendanceReport>

/** Minutes. Used: of appointments that stand and are not overbooked, within the hours or not. */
export const Capacity = z.strictObject({
  offeredMinutes: z.int(),
  blockedMinutes: z.int(),
  usedMinutes: z.int(),
  appointments: z.int(),
  overbooked: z.int(),
  /** Used ÷ offered; may be more than 1 where people work beyond their hours. */
  utilisation: z.number().min(0).nullable()
})
export type Capacity = z.infer<typeof Capacity>

export const CapacityReport = z.strictObject({
  total: Capacity,
  stretches: z.array(Capacity.extend(Stretch)),
  /** From today on; null: none in the next months. */
  firstFree: z.array(z.strictObject({ typeId: AppointmentTypeId, date: CivilDate.nullable() }))
})
export type CapacityReport = z.infer<typeof CapacityReport>

/**
 * Wait = called in − the later of arrival and start. To room = called in − arrival. Start delay = called in − start.
 * Visit = from arrival to leaving. On time: called in at most five minutes after the start.
 */
export const Waiting = z.strictObject({
  calledIn: z.int(),
  /** Those of them who had arrived: video visits have no arrival. */
  waited: z.int(),
  medianWait: Minutes,
  p90Wait: Minutes,
  medianToRoom: Minutes,
  medianStartDelay: Minutes,
  onTimeRate: Rate,
  medianVisit: Minutes
})
export type Waiting = z.infer<typeof Waiting>

export const WaitingReport = z.strictObject({
  total: Waiting,
  stretches: z.array(Waiting.extend(Stretch))
})
export type WaitingReport = z.infer<typeof WaitingReport>

/** Messages written in the period; segments and cost of those that left or may have. */
export const MessageFigures = z.strictObject({
  messages: z.int(),
  segments: z.int(),
  /** Hundredths of the currency. */
  costMinor: z.int()
})
export type MessageFigures = z.infer<typeof MessageFigures>

export const MessageReport = z.strictObject({
  total: MessageFigures,
  purposes: z.array(
    MessageFigures.extend({
      purpose: MessagePurpose,
      states: z.array(z.strictObject({ state: MessageState, messages: z.int() }))
    })
  )
})
export type MessageReport = z.infer<typeof MessageReport>

export const AppointmentFigure = z.enum([
  'came',
  'missed',
  'cancelled-late',
  'cancelled',
  'cancelled-by-clinic',
  'left-unseen',
  'overbooked',
  'called-in'
])
export type AppointmentFigure = z.infer<typeof AppointmentFigure>

/** Which number the rows stand behind. */
export const Figure = z.discriminatedUnion('of', [
  z.strictObject({
    of: z.literal('appointments'),
    figure: AppointmentFigure,
    reminder: z.enum(['with', 'without']).nullable()
  }),
  z.strictObject({ of: z.literal('messages'), purpose: MessagePurpose, state: MessageState.nullable() })
])
export type Figure = z.infer<typeof Figure>

export const ReportRow = z.strictObject({
  patientId: PatientId.nullable(),
  patientName: z.string().nullable(),
  appointmentId: AppointmentId.nullable(),
  messageId: MessageId.nullable(),
  /** When the appointment starts, or the message was written. */
  at: Instant,
  clinicianId: ClinicianId.nullable(),
  typeId: AppointmentTypeId.nullable(),
  waitMinutes: z.int().nullable(),
  /** Of a message. */
  state: MessageState.nullable()
})
export type ReportRow = z.infer<typeof ReportRow>

/** Refused with `period-wrong` when it ends before it begins or is longer than two years. */
export const reportMethods = {
  'reports.attendance': { input: z.strictObject(Period), output: AttendanceReport, access: MANAGER },
  'reports.capacity': { input: z.strictObject(Period), output: CapacityReport, access: MANAGER },
  'reports.waiting': { input: z.strictObject(Period), output: WaitingReport, access: MANAGER },
  'reports.messages': { input: z.strictObject(Period), output: MessageReport, access: MANAGER },
  /** Oldest first; those called in by their wait, longest first. */
  'reports.rows': {
    input: z.strictObject({
      ...Period,
      figure: Figure,
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(200)
    }),
    output: z.strictObject({ rows: z.array(ReportRow), nextCursor: PageCursor.nullable() }),
    access: MANAGER
  }
} as const satisfies Record<string, MethodSpec>
