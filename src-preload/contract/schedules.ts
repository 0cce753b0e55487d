import { z } from 'zod'
import { Appointment, FreeSlot } from './appointments'
import {
  AbsenceId,
  AppointmentChangeId,
  AppointmentId,
  AppointmentTypeId,
  ClinicianId,
  ResourceId,
  ResourceKindId,
  RoomId,
  ScheduleExceptionId,
  ScheduleTemplateId
} from './ids'
import { DESK, MANAGER, type EventSpec, type MethodSpec } from './method'
import { PlaceNote } from './place-notes'
import { AbsenceReason, ScheduleDay, Session } from './sessions'
import { CivilDate, Line, MinuteOfDay } from './values'

/** A session in a week of a template. */
export const TemplateSession = Session.extend({
  /** Which week of the cycle, counted from 1. */
  week: z.int().min(1).max(12),
  /** ISO weekday, 1 is Monday. */
  weekday: z.int().min(1).max(7)
})
export type TemplateSession = z.infer<typeof TemplateSession>

/**
 * The weeks a clinician works by, again and again. Where two hold on one date, the one that began later does: a summer
 * template lies over the standing one, which holds again when the summer's ends.
 */
export const WeekTemplate = z.strictObject({
  id: ScheduleTemplateId,
  clinicianId: ClinicianId,
  name: z.string(),
  validFrom: CivilDate,
  /** The last date on which it holds; null: until further notice. */
  validUntil: CivilDate.nullable(),
  /** Rolling weeks: after this many the first comes again. */
  cycleWeeks: z.int().min(1).max(12),
  /** Any date of a week that is the first of the cycle. */
  anchorDate: CivilDate,
  /** By week, weekday and start. */
  sessions: z.array(TemplateSession)
})
export type WeekTemplate = z.infer<typeof WeekTemplate>

export const WeekTemplateDraft = WeekTemplate.extend({
  id: ScheduleTemplateId.nullable(),
  name: Line(60),
  sessions: z.array(TemplateSession).max(600)
})
export type WeekTemplateDraft = z.infer<typeof WeekTemplateDraft>

/** Other hours on one date. At most one for each clinician and date. */
export const ScheduleException = z.strictObject({
  id: ScheduleExceptionId,
  clinicianId: ClinicianId,
  date: CivilDate,
  /** Whether its sessions hold instead of the template's; else beside them, and over them where both are. */
  isReplacing: z.boolean(),
  sessions: z.array(Session),
  note: z.string()
})
export type ScheduleException = z.infer<typeof ScheduleException>

export const ScheduleExceptionDraft = ScheduleException.extend({
  id: ScheduleExceptionId.nullable(),
  sessions: z.array(Session).max(50),
  note: Line(200)
})
export type ScheduleExceptionDraft = z.infer<typeof ScheduleExceptionDraft>

/** Away from a moment of the clinic's calendar and clock until another; whole days are from minute 0 to minute 1440. */
export const Absence = z.strictObject({
  id: AbsenceId,
  clinicianId: ClinicianId,
  fromDate: CivilDate,
  fromMinute: MinuteOfDay,
  untilDate: CivilDate,
  untilMinute: MinuteOfDay,
  reason: AbsenceReason,
  note: z.string()
})
export type Absence = z.infer<typeof Absence>

export const AbsenceDraft = Absence.extend({ id: AbsenceId.nullable(), note: Line(200) })
export type AbsenceDraft = z.infer<typeof AbsenceDraft>

/** Everything one clinician's days follow from. */
export const Schedule = z.strictObject({
  clinicianId: ClinicianId,
  /** Latest beginning first. */
  templates: z.array(WeekTemplate),
  /** By date, latest first. */
  exceptions: z.array(ScheduleException),
  /** By beginning, latest first. */
  absences: z.array(Absence)
})
export type Schedule = z.infer<typeof Schedule>

export const ScheduleChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('save-template'), template: WeekTemplateDraft }),
  z.strictObject({ kind: z.literal('remove-template'), id: ScheduleTemplateId }),
  z.strictObject({ kind: z.literal('save-exception'), exception: ScheduleExceptionDraft }),
  z.strictObject({ kind: z.literal('remove-exception'), id: ScheduleExceptionId }),
  z.strictObject({ kind: z.literal('save-absence'), absence: AbsenceDraft }),
  z.strictObject({ kind: z.literal('remove-absence'), id: AbsenceId })
])
export type ScheduleChange = z.infer<typeof ScheduleChange>

/** A coming booking that a change of hours would hit, with places to move it to. */
export const AffectedBooking = z.strictObject({
  appointment: Appointment,
  /** What would be wrong with its place that is not wrong today. */
  notes: z.array(PlaceNote),
  /** First fitting openings, soonest first. No two bookings of one answer are offered the same place first. */
  sameClinician: z.array(FreeSlot),
  otherClinician: z.array(FreeSlot)
})
export type AffectedBooking = z.infer<typeof AffectedBooking>

/** What is to become of one booking. */
export const BookingDecision = z.strictObject({
  appointmentId: AppointmentId,
  version: z.int(),
  action: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('move'), slot: FreeSlot }),
    z.strictObject({ kind: z.literal('cancel'), notifyPatient: z.boolean() }),
    z.strictObject({ kind: z.literal('keep') })
  ])
})
export type BookingDecision = z.infer<typeof BookingDecision>

export const DecisionOutcome = z.strictObject({
  appointmentId: AppointmentId,
  result: z.enum(['moved', 'cancelled', 'kept', 'refused']),
  /** What undo names; null when nothing was changed. */
  changeId: AppointmentChangeId.nullable(),
  /** Why not, as an error of a call: its sentence lies in the locales. */
  refusal: z
    .strictObject({
      code: z.string(),
      parameters: z.record(z.string(), z.union([z.string(), z.number()]))
    })
    .nullable()
})
export type DecisionOutcome = z.infer<typeof DecisionOutcome>

/** Something a visit may need and of which there can be several, such as an ultrasound or a treatment room. */
export const ResourceKind = z.strictObject({ id: ResourceKindId, name: z.string(), isActive: z.boolean() })
export type ResourceKind = z.infer<typeof ResourceKind>

/** One device or room; it cannot be in two places at once. */
export const Resource = z.strictObject({
  id: ResourceId,
  kindId: ResourceKindId,
  name: z.string(),
  /** The room it is, or stands in; null: it is carried to where it is needed. */
  roomId: RoomId.nullable(),
  isActive: z.boolean()
})
export type Resource = z.infer<typeof Resource>

export const Resources = z.strictObject({ kinds: z.array(ResourceKind), resources: z.array(Resource) })
export type Resources = z.infer<typeof Resources>

/** What openings are looked for. */
const Search = z
  .strictObject({
    /** Where it may lie, its buffer and what it needs follow from the type; null: like an ordinary visit. */
    typeId: AppointmentTypeId.nullable(),
    /** Null: the type's own length. */
    durationMinutes: z.int().min(5).max(720).nullable(),
    /** None: any clinician. */
    clinicianIds: z.array(ClinicianId).max(100),
    /** The whole visit lies between these minutes of the day; null: any time. */
    partOfDay: z.strictObject({ fromMinute: MinuteOfDay, untilMinute: MinuteOfDay }).nullable(),
    /** ISO weekdays; none: any day. */
    weekdays: z.array(z.int().min(1).max(7)).max(7),
    from: CivilDate,
    /** Not before this minute on the first day; null: from now on if it is today. */
    fromMinute: MinuteOfDay.nullable(),
    /** The last day looked at; null: half a year ahead. */
    until: CivilDate.nullable(),
    /** An appointment whose own place counts as free, because it is to be moved. */
    movingId: AppointmentId.nullable(),
    limit: z.int().min(1).max(50)
  })
  .refine(({ typeId, durationMinutes }) => typeId !== null || durationMinutes !== null, {
    path: ['durationMinutes']
  })

/** The place asked about, and what for. */
const WantedPlace = z.strictObject({
  typeId: AppointmentTypeId,
  clinicianId: ClinicianId,
  date: CivilDate,
  time: FreeSlot.shape.time,
  durationMinutes: z.int().min(5).max(720),
  /** The appointment that is to be moved there; its own place is no hindrance. */
  movingId: AppointmentId.nullable()
})

/** A year's bookings of one clinician stay below. */
const MOST_AFFECTED = 20_000

export const scheduleMethods = {
  'schedules.get': {
    input: z.strictObject({ clinicianId: ClinicianId }),
    output: Schedule,
    access: 'signed-in'
  },
  /** Each clinician's days, for painting a week, a month or a year. No clinician named: all who are active. */
  'schedules.days': {
    input: z.strictObject({
      clinicianIds: z.array(ClinicianId).max(100),
      from: CivilDate,
      days: z.int().min(1).max(400)
    }),
    output: z.array(z.strictObject({ clinicianId: ClinicianId, days: z.array(ScheduleDay) })),
    access: 'signed-in'
  },
  /**
   * The coming bookings a change would hit, in time order, before it is made: at most 200 of `total`. Those in `except`
   * have been listed and count no more; places they are to be moved to (`given`) are offered to no other.
   */
  'schedules.preview': {
    input: z.strictObject({
      change: ScheduleChange,
      except: z.array(AppointmentId).max(MOST_AFFECTED).default([]),
      given: z.array(FreeSlot).max(MOST_AFFECTED).default([])
    }),
    output: z.strictObject({ bookings: z.array(AffectedBooking), total: z.int() }),
    access: DESK
  },
  /**
   * Makes the change; the bookings stay as they are. `id`: of what was saved or removed. Refused: `bookings-undecided`
   * when it hits a coming booking that is not named in `decided`.
   */
  'schedules.save': {
    input: z.strictObject({
      change: ScheduleChange,
      decided: z.array(AppointmentId).max(MOST_AFFECTED).default([])
    }),
    output: z.strictObject({ id: z.int(), schedule: Schedule }),
    access: DESK
  },
  /** Takes the decisions one after the other, each a step of its own; one that is refused stops no other. */
  'schedules.resolve': {
    input: z.strictObject({ decisions: z.array(BookingDecision).max(200) }),
    output: z.array(DecisionOutcome),
    access: DESK
  },
  'resources.list': { input: z.strictObject({}), output: Resources, access: 'signed-in' },
  'resources.saveKind': {
    input: ResourceKind.extend({ id: ResourceKindId.nullable(), name: Line(40).min(2) }),
    output: ResourceKind,
    access: MANAGER
  },
  'resources.save': {
    input: Resource.extend({ id: ResourceId.nullable(), name: Line(40).min(1) }),
    output: Resource,
    access: MANAGER
  },
  /** The first openings, in time order and then by column. Slots on offer to the waiting list count as taken. */
  'appointments.findFree': { input: Search, output: z.array(FreeSlot), access: 'signed-in' },
  /** What speaks against a place. None of it stops a booking but `resource-taken`, and `taken` unless overbooked. */
  'appointments.placeNotes': { input: WantedPlace, output: z.array(PlaceNote), access: 'signed-in' }
} as const satisfies Record<string, MethodSpec>

export const scheduleEvents = {
  'schedules.changed': { payload: z.strictObject({ clinicianId: ClinicianId }), access: 'signed-in' },
  'resources.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
