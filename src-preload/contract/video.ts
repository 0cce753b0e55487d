import { z } from 'zod'
import { AppointmentChanged } from './appointments'
import { AppointmentId, ClinicianId, PatientId } from './ids'
import type { MethodSpec } from './method'
import { MessageState } from './messages'
import { Instant } from './values'

/** A video visit of today. Whether the patient waits behind the link cannot be known here; that it has left can. */
export const VideoVisit = z.strictObject({
  appointmentId: AppointmentId,
  patientId: PatientId,
  clinicianId: ClinicianId,
  start: Instant,
  /** The address of its room; null while the clinic has set no base address. */
  link: z.string().nullable(),
  /** When the link leaves. */
  linkAt: Instant,
  /** How far the SMS with the link has come; null before it is written. */
  linkState: MessageState.nullable(),
  linkReason: z.string().nullable(),
  /** Its moment has passed and none was written: the desk has a task to call the patient. */
  isLinkMissed: z.boolean(),
  deliveredAt: Instant.nullable(),
  /** From then on the patient may leave. */
  mayLeaveAt: Instant,
  /** When the patient was told so; null when that was not needed. */
  lateToldAt: Instant.nullable(),
  canAdmit: z.boolean()
})
export type VideoVisit = z.infer<typeof VideoVisit>

export const videoMethods = {
  'video.today': { input: z.strictObject({}), output: z.array(VideoVisit), access: 'signed-in' },
  /** The visit is under way; the room's own door is the video service's. Refused with `not-video`, `not-today`. */
  'video.admit': {
    input: z.strictObject({ id: AppointmentId }),
    output: AppointmentChanged,
    access: 'signed-in'
  }
} as const satisfies Record<string, MethodSpec>
