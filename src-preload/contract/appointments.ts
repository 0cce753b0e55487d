import { z } from 'zod'
import { BOOKABLE_SESSION_KINDS, CANCEL_REASONS } from './choices'
import {
  AppointmentChangeId,
  AppointmentId,
  AppointmentTypeId,
  ClinicianId,
  PatientId,
  ResourceId,
  ResourceKindId,
  RoomId,
  SeriesId
} from './ids'
import { DESK, MANAGER, type EventSpec, type MethodSpec } from './method'
import { PatientAlert } from './patients'
import { PlaceNoteCode } from './place-notes'
import { AbsencePart, Session } from './sessions'
import { ReminderHours } from './settings'
import { CivilDate, ColourToken, Instant, Line, WallTime } from './values'

/** HL7 FHIR R4 Appointment.status. */
export const AppointmentStatus = z.enum([
  'waitlist',
  'proposed',
  'pending',
  'booked',
  'arrived',
  'checked-in',
  'fulfilled',
  'cancelled',
  'noshow',
  'entered-in-error'
])
export type AppointmentStatus = z.infer<typeof AppointmentStatus>

/** HL7 FHIR R4 Encounter.status, as far as the desk uses it. */
export const EncounterStatus = z.enum([
  'planned',
  'arrived',
  'triaged',
  'in-progress',
  'finished',
  'cancelled'
])
export type EncounterStatus = z.infer<typeof EncounterStatus>

export const CancelReason = z.enum(CANCEL_REASONS)
export type CancelReason = z.infer<typeof CancelReason>

/** Six letters, capital, also those of the Nordic alphabets. */
export const QuickCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-ZÆØÅ]{6}$/)

export const AppointmentType = z.strictObject({
  id: AppointmentTypeId,
  name: z.string(),
  durationMinutes: z.int(),
  colour: ColourToken,
  /** Ordinary, urgent (ØH), video, telephone, home visit. */
  kind: z.enum(['ordinary', 'urgent', 'video', 'telephone', 'home-visit']),
  isActive: z.boolean(),
  /** Hours before the start, largest first; none in the list: no reminders. Null: as the clinic's settings say. */
  reminderHours: ReminderHours.nullable(),
  /** Whether booking sends a confirmation. */
  sendsConfirmation: z.boolean(),
  /** The sessions its bookings belong in. */
  allowedSessions: z.array(z.enum(BOOKABLE_SESSION_KINDS)).min(1),
  /** Kept free after each visit, minutes. */
  bufferMinutes: z.int().min(0).max(120),
  /** The kinds of room and equipment a visit takes one each of. */
  needs: z.array(ResourceKindId).max(10),
  isPortalBookable: z.boolean(),
  /** Six letters that stand for it where a type is chosen. */
  quickCode: QuickCode.nullable()
})
export type AppointmentType = z.infer<typeof AppointmentType>

/**
 * How far the messages about an appointment have come, the most telling one. `letter-waiting`, `letter-printed`: no message
 * goes to the patient, and a letter does instead.
 */
export const AppointmentMessageState = z.enum([
  'none',
  'planned',
  'queued',
  'sent',
  'delivered',
  'failed',
  'uncertain',
  'confirmed-by-patient',
  'no-basis',
  'letter-waiting',
  'letter-printed'
])
export type AppointmentMessageState = z.infer<typeof AppointmentMessageState>

export const Appointment = z.strictObject({
  id: AppointmentId,
  version: z.int(),
  patientId: PatientId,
  patientFamilyName: z.string(),
  patientGivenName: z.string(),
  patientAge: z.int().nullable(),
  clinicianId: ClinicianId,
  typeId: AppointmentTypeId,
  /** Civil date and wall-clock time at the clinic. */
  date: CivilDate,
  time: WallTime,
  durationMinutes: z.int(),
  start: Instant,
  end: Instant,
  status: AppointmentStatus,
  encounterStatus: EncounterStatus.nullable(),
  isOverbooked: z.boolean(),
  isLeftUnseen: z.boolean(),
  note: z.string(),
  roomId: RoomId.nullable(),
  /** The devices and rooms it has taken, by id. */
  resourceIds: z.array(ResourceId),
  cancelReason: CancelReason.nullable(),
  /** Cancelled later than the clinic's limit allows without a fee. */
  isCancelledLate: z.boolean(),
  /** The series it is one occurrence of, and which. */
  series: z.strictObject({ id: SeriesId, number: z.int() }).nullable(),
  arrivedAt: Instant.nullable(),
  inProgressAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  confirmedAt: Instant.nullable(),
  messageState: AppointmentMessageState,
  alerts: z.array(PatientAlert)
})
export type Appointment = z.infer<typeof Appointment>

/** The answer to every change: what it is now, and the step that undo names. */
export const AppointmentChanged = z.strictObject({ appointment: Appointment, changeId: AppointmentChangeId })
export type AppointmentChanged = z.infer<typeof AppointmentChanged>

export const FreeSlot = z.strictObject({
  clinicianId: ClinicianId,
  date: CivilDate,
  time: WallTime,
  durationMinutes: z.int()
})
export type FreeSlot = z.infer<typeof FreeSlot>

export const DayColumn = z.strictObject({
  clinicianId: ClinicianId,
  /** The clinician's day in time order: after template, exception, absence and holiday. */
  sessions: z.array(Session),
  absences: z.array(AbsencePart),
  appointments: z.array(Appointment)
})
export type DayColumn = z.infer<typeof DayColumn>

export const Day = z.strictObject({
  date: CivilDate,
  /** The public holiday's name in the clinic's language. */
  holiday: z.string().nullable(),
  columns: z.array(DayColumn)
})
export type Day = z.infer<typeof Day>

export const AppointmentHistoryEntry = z.strictObject({
  id: AppointmentChangeId,
  changedAt: Instant,
  userName: z.string(),
  kind: z.enum([
    'booked',
    'moved',
    'resized',
    'retyped',
    'cancelled',
    'arrived',
    'called-in',
    'finished',
    'left-unseen',
    'no-show',
    'confirmed',
    'note',
    'entered-in-error',
    'undone'
  ]),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Taken together with others of its series. */
  isOfSeries: z.boolean()
})
export type AppointmentHistoryEntry = z.infer<typeof AppointmentHistoryEntry>

const Place = {
  clinicianId: ClinicianId,
  date: CivilDate,
  time: WallTime,
  durationMinutes: z.int().min(5).max(720),
  /**
   * What speaks against the place as it was shown, and was accepted: refused with `place-not-as-shown` when there is
   * more by now. Left out where nobody was shown anything, such as by an answer to a message.
   */
  acceptedNotes: z.array(PlaceNoteCode).optional(),
  /** Devices and rooms chosen by name; for a kind that is needed and not among them a free one is taken. */
  resourceIds: z.array(ResourceId).max(10).optional()
}

export const appointmentMethods = {
  'appointmentTypes.list': {
    input: z.strictObject({}),
    output: z.array(AppointmentType),
    access: 'signed-in'
  },
  'appointmentTypes.save': {
    input: AppointmentType.extend({
      id: AppointmentTypeId.nullable(),
      name: Line(60).min(2),
      durationMinutes: z.int().min(5).max(480),
      reminderHours: ReminderHours.nullable().default(null),
      sendsConfirmation: z.boolean().default(true),
      /** Left out: those that go with its kind. */
      allowedSessions: AppointmentType.shape.allowedSessions.optional(),
      bufferMinutes: AppointmentType.shape.bufferMinutes.default(0),
      needs: AppointmentType.shape.needs.default([]),
      isPortalBookable: z.boolean().default(false),
      quickCode: QuickCode.nullable().default(null)
    }),
    output: AppointmentType,
    access: MANAGER
  },
  /** Those entered in error only on request. */
  'appointments.day': {
    input: z.strictObject({ date: CivilDate, withErrors: z.boolean().default(false) }),
    output: Day,
    access: 'signed-in'
  },
  /** These patients' part of the day view, in its order: an open calendar follows a change without reading the day anew. */
  'appointments.dayOfPatients': {
    input: z.strictObject({ date: CivilDate, patientIds: z.array(PatientId).min(1).max(100) }),
    output: z.array(Appointment),
    access: 'signed-in'
  },
  'appointments.get': {
    input: z.strictObject({ id: AppointmentId }),
    output: Appointment,
    access: 'signed-in'
  },
  /** Newest first, coming ones included. */
  'appointments.forPatient': {
    input: z.strictObject({
      patientId: PatientId,
      limit: z.int().min(1).max(100),
      /** Also those entered in error. */
      withErrors: z.boolean().default(false)
    }),
    output: z.strictObject({ appointments: z.array(Appointment), total: z.int() }),
    access: 'signed-in'
  },
  /** Refused with `slot-taken` when somebody has it and `isOverbooking` is false; the database decides. */
  'appointments.book': {
    input: z.strictObject({
      ...Place,
      patientId: PatientId,
      typeId: AppointmentTypeId,
      note: z.string().max(500),
      isOverbooking: z.boolean()
    }),
    output: AppointmentChanged,
    access: DESK
  },
  'appointments.move': {
    input: z.strictObject({ id: AppointmentId, version: z.int(), ...Place, isOverbooking: z.boolean() }),
    output: AppointmentChanged,
    access: DESK
  },
  'appointments.setNote': {
    input: z.strictObject({ id: AppointmentId, version: z.int(), note: z.string().max(500) }),
    output: AppointmentChanged,
    access: 'signed-in'
  },
  'appointments.cancel': {
    input: z.strictObject({
      id: AppointmentId,
      version: z.int(),
      reason: CancelReason,
      notifyPatient: z.boolean()
    }),
    output: AppointmentChanged,
    access: DESK
  },
  /** It should never have been there: the row and its history stay, calendars and lists leave it out. */
  'appointments.enterInError': {
    input: z.strictObject({ id: AppointmentId, version: z.int() }),
    output: AppointmentChanged,
    access: DESK
  },
  /** Takes one step back. Refused with `undo-outdated` when something else happened to it since, `slot-taken` when its place is gone. */
  'appointments.undo': {
    input: z.strictObject({ changeId: AppointmentChangeId }),
    output: Appointment,
    access: 'signed-in'
  },
  'appointments.history': {
    input: z.strictObject({ id: AppointmentId }),
    output: z.array(AppointmentHistoryEntry),
    access: 'signed-in'
  }
} as const satisfies Record<string, MethodSpec>

export const appointmentEvents = {
  /** Dates whose day view changed: one, or two when it moved across days. */
  'appointments.changed': {
    payload: z.strictObject({
      appointmentId: AppointmentId.nullable(),
      patientId: PatientId.nullable(),
      dates: z.array(CivilDate)
    }),
    access: 'signed-in'
  },
  'appointmentTypes.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
