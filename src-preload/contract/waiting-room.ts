import { z } from 'zod'
import { Appointment, AppointmentChanged } from './appointments'
import { AppointmentId, ClinicianId, PatientId, RoomId } from './ids'
import { DESK, type EventSpec, type MethodSpec } from './method'
import { WaitLimits } from './settings'
import { CivilDate, Instant, Language, WallTime } from './values'

/** Minutes behind plan, as somebody at the clinic has said it; counts instead of the computed ones until then. */
export const SetDelay = z.strictObject({ minutes: z.int(), until: Instant, userName: z.string() })
export type SetDelay = z.infer<typeof SetDelay>

export const ClinicianBoard = z.strictObject({
  clinicianId: ClinicianId,
  waiting: z.int(),
  /** Minutes behind plan now: set by hand while that holds, else computed. */
  delayMinutes: z.int(),
  /** The longest-waiting past start and arrival, or the visit under way past its end. */
  computedDelayMinutes: z.int(),
  setDelay: SetDelay.nullable(),
  /** The longest delay of which patients were told today; null: none. */
  announcedMinutes: z.int().nullable(),
  /** Waited minutes at which this clinician's patients turn to the first and the second warning. */
  waitLimitMinutes: WaitLimits
})
export type ClinicianBoard = z.infer<typeof ClinicianBoard>

/** Two letters and two digits; what the wall screen calls a patient by. */
export const ArrivalCode = z.string().regex(/^[A-Z]{2}[0-9]{2}$/)
export type ArrivalCode = z.infer<typeof ArrivalCode>

/** Today's board. The waited minutes are counted by the page from `arrivedAt`. */
export const Board = z.strictObject({
  date: CivilDate,
  now: Instant,
  /** Still to come, in time order. */
  expected: z.array(Appointment),
  /** Arrived and not called in; a clinician's own come first, else longest waiting first. */
  waiting: z.array(Appointment),
  inRoom: z.array(Appointment),
  finished: z.array(Appointment),
  /** Of those who have arrived. */
  codes: z.array(z.strictObject({ appointmentId: AppointmentId, code: ArrivalCode })),
  clinicians: z.array(ClinicianBoard),
  /** Of those finished or called in today; null until there is one. */
  medianWaitMinutes: z.number().nullable()
})
export type Board = z.infer<typeof Board>

/** A patient whom a delay concerns: here, or due within the hour. */
export const DelayRecipient = z.strictObject({
  patientId: PatientId,
  patientName: z.string(),
  appointmentId: AppointmentId,
  time: WallTime,
  isHere: z.boolean(),
  /** Why nothing goes to this patient: `told-already`, `same-mobile`, `mobile-missing`, `consent-missing`, …; null when it may. */
  reason: z.string().nullable(),
  segments: z.int(),
  /** Hundredths of the currency. */
  costMinor: z.int()
})
export type DelayRecipient = z.infer<typeof DelayRecipient>

export const DelayPreview = z.strictObject({
  minutes: z.int(),
  /** As it goes out in the clinic's language. */
  text: z.string(),
  recipients: z.array(DelayRecipient)
})
export type DelayPreview = z.infer<typeof DelayPreview>

/**
 * What the wall shows. Nothing of a patient is in it: codes, rooms, and which clinician is behind. It needs no sign-in,
 * so that the wall goes on when the desk is locked.
 */
export const WallBoard = z.strictObject({
  now: Instant,
  timeZone: z.string(),
  language: Language,
  clinicName: z.string(),
  /** Called in within the last minutes, the newest first; room null: straight in. */
  called: z.array(z.strictObject({ code: ArrivalCode, room: z.string().nullable(), at: Instant })),
  /** Longest waiting first. */
  waiting: z.array(ArrivalCode),
  delays: z.array(z.strictObject({ clinicianName: z.string(), minutes: z.int() })),
  hasSound: z.boolean()
})
export type WallBoard = z.infer<typeof WallBoard>

const One = z.strictObject({ id: AppointmentId })

/** Each step is one in the states of HL7 FHIR Appointment and Encounter; each can be undone by its `changeId`. */
export const waitingRoomMethods = {
  'waitingRoom.board': { input: z.strictObject({}), output: Board, access: 'signed-in' },
  /** The board with only these patients in its lists: an open board follows a change without reading the day anew. */
  'waitingRoom.part': {
    input: z.strictObject({ patientIds: z.array(PatientId).max(100) }),
    output: Board,
    access: 'signed-in'
  },
  'waitingRoom.arrive': { input: One, output: AppointmentChanged, access: 'signed-in' },
  'waitingRoom.callIn': {
    input: z.strictObject({ id: AppointmentId, roomId: RoomId.nullable() }),
    output: AppointmentChanged,
    access: 'signed-in'
  },
  'waitingRoom.finish': { input: One, output: AppointmentChanged, access: 'signed-in' },
  'waitingRoom.leaveUnseen': { input: One, output: AppointmentChanged, access: 'signed-in' },
  'waitingRoom.noShow': { input: One, output: AppointmentChanged, access: 'signed-in' },
  /** One step back on the board, whoever took it. Refused with `undo-outdated` when the last thing done is no step of the visit. */
  'waitingRoom.stepBack': { input: One, output: Appointment, access: 'signed-in' },
  /** How far behind a clinician is, said by hand; minutes null: counted again. `until` null: the rest of the day. */
  'delays.set': {
    input: z.strictObject({
      clinicianId: ClinicianId,
      minutes: z.int().min(0).max(480).nullable(),
      until: WallTime.nullable()
    }),
    output: z.strictObject({}),
    access: 'signed-in'
  },
  /** Whom an announced delay would reach, whom not and why, and what it costs. Nothing is sent. `minutes` null: those of the board. */
  'delays.preview': {
    input: z.strictObject({ clinicianId: ClinicianId, minutes: z.int().min(1).max(480).nullable() }),
    output: DelayPreview,
    access: 'signed-in'
  },
  /** Tells those chosen by SMS, each at most once for every step of a delay. Refused: `list-empty`, `list-changed` when one of them can no longer be told. */
  'delays.announce': {
    input: z.strictObject({
      clinicianId: ClinicianId,
      minutes: z.int().min(1).max(480),
      appointmentIds: z.array(AppointmentId).min(1).max(200)
    }),
    output: z.strictObject({ count: z.int() }),
    access: 'signed-in'
  },
  /** Sends the code for the wall screen by SMS. Refused: `arrival-code-none`, `arrival-code-sent`, `mobile-missing`, `consent-missing`, … */
  'arrivalCodes.send': { input: One, output: z.strictObject({}), access: DESK },
  'wall.board': { input: z.strictObject({}), output: WallBoard, access: 'anyone' }
} as const satisfies Record<string, MethodSpec>

export const waitingRoomEvents = {
  /** A delay was set or announced. */
  'delays.changed': { payload: z.strictObject({ clinicianId: ClinicianId }), access: 'signed-in' },
  /** `wall.board` may answer otherwise now. */
  'wall.changed': { payload: z.strictObject({}), access: 'anyone' }
} as const satisfies Record<string, EventSpec>
