import { z } from 'zod'
import { Appointment, Day } from './appointments'
import { AGENDA_STATES } from './choices'
import { AppointmentId, AppointmentTypeId, ClinicianId, PatientId } from './ids'
import type { MethodSpec } from './method'
import { CivilDate, PageCursor, WallTime } from './values'

/** One clinician's week. Saturday and Sunday are among the days only when there are hours or bookings on them. */
export const CalendarWeek = z.strictObject({
  clinicianId: ClinicianId,
  monday: CivilDate,
  /** In order, each with this clinician's column alone. */
  days: z.array(Day)
})
export type CalendarWeek = z.infer<typeof CalendarWeek>

/** What one day offers and how much of it is taken; of one clinician, or of all added up. */
export const DayCapacity = z.strictObject({
  date: CivilDate,
  /** The public holiday's name in the clinic's language. */
  holiday: z.string().nullable(),
  /** How many have hours on that day. */
  clinicians: z.int(),
  /** Minutes of working hours. */
  offeredMinutes: z.int(),
  /** Minutes of those that are taken. */
  usedMinutes: z.int(),
  /** Minutes of those that can still be booked: none before now. */
  freeMinutes: z.int(),
  /** How many appointments of the length asked for still fit in, one after another. */
  openings: z.int(),
  /** Appointments that take their place, those outside working hours among them. */
  appointments: z.int()
})
export type DayCapacity = z.infer<typeof DayCapacity>

/** The weeks that touch a month, Monday first. */
export const CalendarMonth = z.strictObject({ days: z.array(DayCapacity) })
export type CalendarMonth = z.infer<typeof CalendarMonth>

/** `missed`: did not come, or left unseen. */
export const AgendaState = z.enum(AGENDA_STATES)
export type AgendaState = z.infer<typeof AgendaState>

/** What the desk should know of a patient where a booking is made, beside the patient's alerts. It stops nothing. */
export const PatientNote = z.discriminatedUnion('code', [
  /** Something on that day already for which the patient still comes. */
  z.strictObject({
    code: z.literal('same-day'),
    appointmentId: AppointmentId,
    time: WallTime,
    clinicianId: ClinicianId,
    typeId: AppointmentTypeId
  }),
  /** The patient's GP is another clinician of this clinic. */
  z.strictObject({ code: z.literal('other-gp'), clinicianId: ClinicianId })
])
export type PatientNote = z.infer<typeof PatientNote>

export const calendarMethods = {
  /** `clinicianId` null: nobody is chosen yet. `movingId`: the appointment that is to be moved there. */
  'calendar.patientNotes': {
    input: z.strictObject({
      patientId: PatientId,
      clinicianId: ClinicianId.nullable(),
      date: CivilDate,
      movingId: AppointmentId.nullable()
    }),
    output: z.array(PatientNote),
    access: 'signed-in'
  },
  /** The week that holds `date`. */
  'calendar.week': {
    input: z.strictObject({ clinicianId: ClinicianId, date: CivilDate }),
    output: CalendarWeek,
    access: 'signed-in'
  },
  /** The month that holds `date`. `clinicianId` null: all of them together. It names no patients. */
  'calendar.month': {
    input: z.strictObject({
      clinicianId: ClinicianId.nullable(),
      date: CivilDate,
      /** The length of the appointments that `openings` counts. */
      durationMinutes: z.int().min(5).max(720)
    }),
    output: CalendarMonth,
    access: 'signed-in'
  },
  /** Appointments in time order, `from` and `until` included; null means any. */
  'calendar.agenda': {
    input: z.strictObject({
      from: CivilDate,
      until: CivilDate,
      clinicianId: ClinicianId.nullable(),
      typeId: AppointmentTypeId.nullable(),
      state: AgendaState,
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(500)
    }),
    output: z.strictObject({ appointments: z.array(Appointment), nextCursor: PageCursor.nullable() }),
    access: 'signed-in'
  }
} as const satisfies Record<string, MethodSpec>
