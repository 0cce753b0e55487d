import { z } from 'zod'
import { Appointment } from './appointments'
import {
  AppointmentChangeId,
  AppointmentId,
  AppointmentTypeId,
  ClinicianId,
  GapId,
  OfferId,
  OfferRoundId,
  PatientId,
  WaitingListEntryId
} from './ids'
import { MessageState } from './messages'
import { DESK, type EventSpec, type MethodSpec } from './method'
import { CivilDate, Instant, MinuteOfDay, WallTime } from './values'

/** 1 first. */
export const WaitingPriority = z.union([z.literal(1), z.literal(2), z.literal(3)])
export type WaitingPriority = z.infer<typeof WaitingPriority>

/** What a patient who wants an earlier time can come to. */
const Wish = {
  /** The appointment to be moved earlier; null: the patient has none yet, one is booked. */
  appointmentId: AppointmentId.nullable(),
  /** Null: any clinician. */
  clinicianId: ClinicianId.nullable(),
  typeId: AppointmentTypeId,
  durationMinutes: z.int().min(5).max(480),
  /** ISO weekdays, 1 is Monday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  /** The appointment begins and ends within these minutes of the day. */
  fromMinute: MinuteOfDay,
  untilMinute: MinuteOfDay,
  /** The last day on which it is of use; null: until the appointment that is to be moved. */
  until: CivilDate.nullable(),
  /** How long before the start the patient must know, minutes. */
  noticeMinutes: z.int().min(0).max(10_080),
  priority: WaitingPriority,
  note: z.string().max(500)
}

/** `appointment-gone`: the appointment that was to be moved was cancelled, or has begun. */
export const WaitingListState = z.enum(['waiting', 'placed', 'removed', 'expired', 'appointment-gone'])
export type WaitingListState = z.infer<typeof WaitingListState>

export const WaitingListEntry = z.strictObject({
  ...Wish,
  id: WaitingListEntryId,
  version: z.int(),
  patientId: PatientId,
  patientName: z.string(),
  patientBirthDate: CivilDate.nullable(),
  state: WaitingListState,
  createdAt: Instant,
  endedAt: Instant.nullable(),
  /** The start of the appointment that is to be moved. */
  appointmentStart: Instant.nullable(),
  /** Why no offer can go by SMS: `reserved`, `mobile-missing`, `turned-16`, `consent-missing`, `consent-withdrawn`, `deceased`; null when it can. */
  smsRefusal: z.string().nullable()
})
export type WaitingListEntry = z.infer<typeof WaitingListEntry>

export const OfferMode = z.enum(['in-turn', 'first-come'])
export type OfferMode = z.infer<typeof OfferMode>

/**
 * `next`: their turn has not come · `open`: asked, no answer yet · `taken`: somebody else was faster, and they were told
 * · `withdrawn`: the round was stopped · `skipped`: could not be asked, `reason` says why.
 */
export const OfferState = z.enum([
  'next',
  'open',
  'accepted',
  'declined',
  'unanswered',
  'undelivered',
  'taken',
  'withdrawn',
  'skipped'
])
export type OfferState = z.infer<typeof OfferState>

export const Offer = z.strictObject({
  id: OfferId,
  entryId: WaitingListEntryId,
  patientId: PatientId,
  patientName: z.string(),
  state: OfferState,
  reason: z.string().nullable(),
  /** How far the SMS has come; null while none was written. */
  messageState: MessageState.nullable(),
  offeredAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  answeredHow: z.enum(['sms', 'telephone']).nullable()
})
export type Offer = z.infer<typeof Offer>

export const OfferRound = z.strictObject({
  id: OfferRoundId,
  gapId: GapId,
  clinicianId: ClinicianId,
  date: CivilDate,
  time: WallTime,
  durationMinutes: z.int(),
  mode: OfferMode,
  answerMinutes: z.int(),
  /** `nobody`: all were asked and none took it; `past`: the place began before anybody had taken it. */
  state: z.enum(['running', 'won', 'nobody', 'stopped', 'past']),
  startedAt: Instant,
  startedBy: z.string().nullable(),
  endedAt: Instant.nullable(),
  /** In the order in which they are asked. */
  offers: z.array(Offer)
})
export type OfferRound = z.infer<typeof OfferRound>

export const GapCause = z.enum(['cancelled', 'moved', 'resized', 'no-show', 'left-unseen', 'undone', 'desk'])
export type GapCause = z.infer<typeof GapCause>

/** A place that has become free, with those it fits in the order in which they are asked: priority, then longest waiting. */
export const Gap = z.strictObject({
  id: GapId,
  clinicianId: ClinicianId,
  date: CivilDate,
  time: WallTime,
  durationMinutes: z.int(),
  start: Instant,
  cause: GapCause,
  openedAt: Instant,
  candidates: z.array(WaitingListEntry),
  /** The round that is under way; null when the place is not offered at the moment. */
  running: OfferRound.nullable(),
  /** Rounds before it that found nobody or were stopped. */
  ended: z.array(OfferRound)
})
export type Gap = z.infer<typeof Gap>

/** A place that nobody can book meanwhile, because it is offered. */
export const SlotHold = z.strictObject({
  gapId: GapId,
  roundId: OfferRoundId,
  clinicianId: ClinicianId,
  date: CivilDate,
  time: WallTime,
  durationMinutes: z.int(),
  /** When the offer that is open runs out. */
  until: Instant.nullable()
})
export type SlotHold = z.infer<typeof SlotHold>

export const waitingListMethods = {
  /** In the order in which they are asked; ended ones newest first. */
  'waitingList.list': {
    input: z.strictObject({ filter: z.enum(['waiting', 'ended']), limit: z.int().min(1).max(500) }),
    output: z.array(WaitingListEntry),
    access: DESK
  },
  'waitingList.forPatient': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.array(WaitingListEntry),
    access: 'signed-in'
  },
  /** Refused: `patient-deceased`, `appointment-type-inactive`, `clinician-inactive`, `waiting-list-appointment` when the appointment is another patient's, past or ended, `waiting-list-hours`, `waiting-list-twice`. */
  'waitingList.add': {
    input: z.strictObject({ ...Wish, patientId: PatientId }),
    output: WaitingListEntry,
    access: DESK
  },
  'waitingList.change': {
    input: z.strictObject({ ...Wish, id: WaitingListEntryId, version: z.int() }),
    output: WaitingListEntry,
    access: DESK
  },
  'waitingList.remove': {
    input: z.strictObject({ id: WaitingListEntryId }),
    output: WaitingListEntry,
    access: DESK
  },
  /** Takes a removal back. */
  'waitingList.restore': {
    input: z.strictObject({ id: WaitingListEntryId }),
    output: WaitingListEntry,
    access: DESK
  },
  /** Free places that fit somebody or are offered, by start. */
  'waitingList.gaps': { input: z.strictObject({}), output: z.array(Gap), access: DESK },
  /** A free place somebody at the desk wants to offer. Refused: `slot-taken`, `slot-held`, `gap-past`. */
  'waitingList.openGap': {
    input: z.strictObject({
      clinicianId: ClinicianId,
      date: CivilDate,
      time: WallTime,
      durationMinutes: z.int().min(5).max(480)
    }),
    output: Gap,
    access: DESK
  },
  /** Not to be offered; `restoreGap` takes it back. */
  'waitingList.dismissGap': {
    input: z.strictObject({ id: GapId }),
    output: z.strictObject({}),
    access: DESK
  },
  'waitingList.restoreGap': {
    input: z.strictObject({ id: GapId }),
    output: z.strictObject({}),
    access: DESK
  },
  /**
   * Holds the place and asks by SMS. `entryIds`: whom and in which order. Refused: `slot-taken`, `slot-held`, `gap-past`,
   * `gap-closed`, `waiting-list-changed` when somebody does not fit any more, `waiting-list-nobody` when none can be asked.
   */
  'waitingList.offer': {
    input: z.strictObject({
      gapId: GapId,
      mode: OfferMode,
      answerMinutes: z.int().min(5).max(1440),
      entryIds: z.array(WaitingListEntryId).min(1).max(50)
    }),
    output: OfferRound,
    access: DESK
  },
  /** Ends the round and lets go of the place; those who were asked are told. */
  'waitingList.stop': {
    input: z.strictObject({ roundId: OfferRoundId }),
    output: OfferRound,
    access: DESK
  },
  /** The patient took the place on the telephone or at the desk: moved or booked at once, a round under way ends and the others are told. */
  'waitingList.place': {
    input: z.strictObject({ gapId: GapId, entryId: WaitingListEntryId }),
    output: z.strictObject({ appointment: Appointment, changeId: AppointmentChangeId }),
    access: DESK
  },
  /** The patient said no on the telephone: the next one is asked. */
  'waitingList.decline': {
    input: z.strictObject({ offerId: OfferId }),
    output: OfferRound,
    access: DESK
  },
  /** Newest first. */
  'waitingList.rounds': {
    input: z.strictObject({ limit: z.int().min(1).max(200) }),
    output: z.array(OfferRound),
    access: DESK
  },
  /** Places held from `from` to and with `to`. */
  'waitingList.holds': {
    input: z.strictObject({ from: CivilDate, to: CivilDate }),
    output: z.array(SlotHold),
    access: 'signed-in'
  }
} as const satisfies Record<string, MethodSpec>

export const waitingListEvents = {
  /** Somebody was added or ended, a place opened or closed, a round went on. */
  'waitingList.changed': { payload: z.strictObject({ dates: z.array(CivilDate) }), access: 'signed-in' },
  /** A place has become free that fits somebody. */
  'waitingList.gapOpened': { payload: z.strictObject({ gapId: GapId }), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
