import { z } from 'zod'
import { Appointment, CancelReason, FreeSlot } from './appointments'
import { LONGEST_SERIES, SERIES_RHYTHMS } from './choices'
import { AppointmentId, AppointmentTypeId, ClinicianId, PatientId, SeriesId, SeriesStepId } from './ids'
import { DESK, type MethodSpec } from './method'
import { CivilDate, Instant, WallTime } from './values'

/**
 * How a series goes on from its first date: every so many days, weeks or months, on the day of the month or on its
 * weekday of the month (the second Tuesday); until a date, it included, or so many in all.
 */
export const Recurrence = z.strictObject({
  rhythm: z.enum(SERIES_RHYTHMS),
  every: z.int().min(1).max(365),
  end: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('count'), count: z.int().min(2).max(LONGEST_SERIES) }),
    z.strictObject({ kind: z.literal('until'), date: CivilDate })
  ])
})
export type Recurrence = z.infer<typeof Recurrence>

/**
 * What is wrong with a place. `taken`, `resource-taken` and `time-does-not-exist` have to be skipped or shifted, the
 * first may be overbooked instead; the others are said and nothing more.
 */
export const SeriesProblem = z.strictObject({
  kind: z.enum([
    'taken',
    'time-does-not-exist',
    'past',
    'same-day',
    'holiday',
    'absence',
    'outside-hours',
    'wrong-session',
    'held-back',
    'blocked',
    'buffer',
    'on-offer',
    'resource-taken',
    'resource-missing'
  ]),
  /** The name of the holiday or of what is in use; the times of the patient's others that day. */
  text: z.string().nullable()
})
export type SeriesProblem = z.infer<typeof SeriesProblem>

const Place = { clinicianId: ClinicianId, date: CivilDate, time: WallTime }

export const SeriesProposal = z.strictObject({
  number: z.int(),
  ...Place,
  durationMinutes: z.int(),
  /** The month has no such day, so it is put on the last one it has: 31st, 29 February, fifth Monday. */
  adjusted: z.enum(['month-without-day', 'month-without-weekday']).nullable(),
  problems: z.array(SeriesProblem),
  /** Openings nearby, where the place cannot be taken as it is. */
  alternatives: z.array(FreeSlot)
})
export type SeriesProposal = z.infer<typeof SeriesProposal>

export const SeriesOccurrence = z.strictObject({ number: z.int(), appointment: Appointment })
export type SeriesOccurrence = z.infer<typeof SeriesOccurrence>

export const Series = z.strictObject({
  id: SeriesId,
  patientId: PatientId,
  recurrence: Recurrence,
  firstDate: CivilDate,
  createdAt: Instant,
  /** By number; cancelled and missed ones among them, those entered in error left out. */
  occurrences: z.array(SeriesOccurrence),
  /** How many were booked in all: "3 of 8". */
  total: z.int()
})
export type Series = z.infer<typeof Series>

/** The step that `series.undo` takes back as a whole, and how many appointments it changed. */
export const SeriesChanged = z.strictObject({
  series: Series,
  stepId: SeriesStepId,
  changed: z.array(AppointmentId)
})
export type SeriesChanged = z.infer<typeof SeriesChanged>

/** One that a change leaves alone because its patient has come, cancelled or stayed away. */
export const SeriesLeft = z.strictObject({
  appointmentId: AppointmentId,
  number: z.int(),
  date: CivilDate,
  time: WallTime,
  status: Appointment.shape.status
})
export type SeriesLeft = z.infer<typeof SeriesLeft>

export const SeriesChangeProposal = SeriesProposal.omit({ adjusted: true }).extend({
  appointmentId: AppointmentId,
  version: z.int(),
  from: z.strictObject({ ...Place, durationMinutes: z.int() })
})
export type SeriesChangeProposal = z.infer<typeof SeriesChangeProposal>

const Duration = z.int().min(5).max(720)

export const seriesMethods = {
  /** Every occurrence beforehand, with what is wrong. `shifted` moves single ones, by their number. */
  'series.preview': {
    input: z.strictObject({
      patientId: PatientId,
      typeId: AppointmentTypeId,
      ...Place,
      durationMinutes: Duration,
      recurrence: Recurrence,
      shifted: z.array(z.strictObject({ number: z.int(), ...Place })).max(LONGEST_SERIES)
    }),
    output: z.strictObject({
      occurrences: z.array(SeriesProposal),
      /** The end wanted lies beyond the longest series. */
      isCut: z.boolean()
    }),
    access: 'signed-in'
  },
  /**
   * Books all of these or none. Refused with `series-slot-taken`, naming the first that somebody has; the database
   * decides. `confirmation`: which of them a confirmation is sent for.
   */
  'series.book': {
    input: z.strictObject({
      patientId: PatientId,
      typeId: AppointmentTypeId,
      durationMinutes: Duration,
      note: z.string().max(500),
      recurrence: Recurrence,
      confirmation: z.enum(['each', 'first', 'none']),
      places: z
        .array(z.strictObject({ ...Place, isOverbooking: z.boolean() }))
        .min(2)
        .max(LONGEST_SERIES)
    }),
    output: SeriesChanged,
    access: DESK
  },
  /** The series an appointment belongs to; null when it stands alone. */
  'series.get': {
    input: z.strictObject({ appointmentId: AppointmentId }),
    output: Series.nullable(),
    access: 'signed-in'
  },
  /** What a change of this one, or of this and those that follow it, would make of each. */
  'series.previewChange': {
    input: z.strictObject({
      appointmentId: AppointmentId,
      scope: z.enum(['this', 'following']),
      /** Null: each keeps its own. */
      clinicianId: ClinicianId.nullable(),
      time: WallTime.nullable(),
      /** Days later than now; negative: earlier. */
      shiftDays: z.int().min(-366).max(366),
      typeId: AppointmentTypeId,
      durationMinutes: Duration,
      shifted: z.array(z.strictObject({ appointmentId: AppointmentId, ...Place })).max(LONGEST_SERIES)
    }),
    output: z.strictObject({
      occurrences: z.array(SeriesChangeProposal),
      left: z.array(SeriesLeft)
    }),
    access: 'signed-in'
  },
  /** Changes all of these or none, as one step. */
  'series.change': {
    input: z.strictObject({
      typeId: AppointmentTypeId,
      durationMinutes: Duration,
      notifyPatient: z.boolean(),
      places: z
        .array(
          z.strictObject({
            appointmentId: AppointmentId,
            version: z.int(),
            ...Place,
            isOverbooking: z.boolean()
          })
        )
        .min(1)
        .max(LONGEST_SERIES)
    }),
    output: SeriesChanged,
    access: DESK
  },
  /** Cancels this one and those that follow it and can still be cancelled, as one step. */
  'series.cancel': {
    input: z.strictObject({
      appointmentId: AppointmentId,
      version: z.int(),
      reason: CancelReason,
      notifyPatient: z.boolean()
    }),
    output: SeriesChanged,
    access: DESK
  },
  /** Takes the whole step back. Refused with `series-undo-outdated` when something else happened to one of them since. */
  'series.undo': {
    input: z.strictObject({ stepId: SeriesStepId }),
    output: Series,
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>
