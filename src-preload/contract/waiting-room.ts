import { z } from 'zod'
import { Appointment, AppointmentChanged } from './appointments'
import { AppointmentId, ClinicianId, RoomId } from './ids'
import type { MethodSpec } from './method'
import { CivilDate, Instant } from './values'

export const ClinicianBoard = z.strictObject({
  clinicianId: ClinicianId,
  waiting: z.int(),
  /** Minutes behind plan now: the longest-waiting past its start, or the visit under way past its end. */
  delayMinutes: z.int()
})
export type ClinicianBoard = z.infer<typeof ClinicianBoard>

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
  clinicians: z.array(ClinicianBoard),
  /** Of those finished or called in today; null until there is one. */
  medianWaitMinutes: z.number().nullable()
})
export type Board = z.infer<typeof Board>

const One = z.strictObject({ id: AppointmentId })

/** Each is one step in the states of HL7 FHIR Appointment and Encounter; each can be undone by its `changeId`. */
export const waitingRoomMethods = {
  'waitingRoom.board': { input: z.strictObject({}), output: Board, access: 'signed-in' },
  'waitingRoom.arrive': { input: One, output: AppointmentChanged, access: 'signed-in' },
  'waitingRoom.callIn': {
    input: z.strictObject({ id: AppointmentId, roomId: RoomId.nullable() }),
    output: AppointmentChanged,
    access: 'signed-in'
  },
  'waitingRoom.finish': { input: One, output: AppointmentChanged, access: 'signed-in' },
  'waitingRoom.leaveUnseen': { input: One, output: AppointmentChanged, access: 'signed-in' },
  'waitingRoom.noShow': { input: One, output: AppointmentChanged, access: 'signed-in' }
} as const satisfies Record<string, MethodSpec>
