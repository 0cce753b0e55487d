import { createHmac } from 'node:crypto'
import type { AppointmentStatus, EncounterStatus } from '@contract/appointments'
import type { AppointmentId } from '@contract/ids'
import type { MessagePurpose, MessageState, TemplatePurpose } from '@contract/messages'
import type { ClinicSettings } from '@contract/settings'
import { Temporal } from 'temporal-polyfill'

export type VideoSettings = ClinicSettings['messaging']['video']

export interface VideoAppointment {
  readonly id: AppointmentId
  /** UTC. */
  readonly start: string
  readonly status: AppointmentStatus
  readonly encounterStatus: EncounterStatus | null
}

/** A message about a video visit that was written before. */
export interface KnownVideoMessage {
  readonly purpose: MessagePurpose
  readonly state: MessageState
  readonly about_start: string | null
}

/** After that the text that one may leave is no news any more; the task at the desk stands. */
export const LATE_TEXT_MINUTES = 60
const ROOM_CHARACTERS = 22
/** States in which the patient has, or may have, the link. */
const SENT: ReadonlySet<MessageState> = new Set(['sending', 'sent', 'delivered', 'uncertain'])
const WAITING: ReadonlySet<AppointmentStatus> = new Set(['booked', 'arrived'])

/** What goes out about a video visit, by SMS only, with a consent of its own. */
export function isVideo(purpose: TemplatePurpose): boolean {
  return purpose === 'video-link' || purpose === 'video-late'
}

/**
 * The address of a visit's room. Nobody guesses it: 128 bits derived from the clinic's key, another one for each time to
 * which the visit is moved. Null while the clinic has set no base address.
 */
export function videoLink(
  { baseAddress }: VideoSettings,
  roomKey: Buffer,
  { id, start }: Pick<VideoAppointment, 'id' | 'start'>
): string | null {
  if (baseAddress === null) return null
  const room = createHmac('sha256', roomKey)
    .update(`${id} ${Date.parse(start)}`)
    .digest('base64url')
    .slice(0, ROOM_CHARACTERS)
  return `${baseAddress.replace(/\/+$/, '')}/${room}`
}

/** From when to when the link may leave, and from when on the patient may leave. */
export function videoTimes(
  { linkMinutes, patienceMinutes }: VideoSettings,
  start: string
): { linkAt: Temporal.Instant; mayLeaveAt: Temporal.Instant } {
  const begins = Temporal.Instant.from(start)
  return {
    linkAt: begins.subtract({ minutes: linkMinutes }),
    mayLeaveAt: begins.add({ minutes: patienceMinutes })
  }
}

/** Not under way, not gone: the patient sits before the link, or will. */
export function awaitsAdmission({
  status,
  encounterStatus
}: Pick<VideoAppointment, 'status' | 'encounterStatus'>): boolean {
  const isUntouched =
    encounterStatus === null || encounterStatus === 'planned' || encounterStatus === 'arrived'
  return WAITING.has(status) && isUntouched
}

/** `follow-up`: there is nobody to tell, since no link was ever written, but a patient to call. */
export type VideoStep = 'send-link' | 'say-late' | 'follow-up' | 'none'

/** What is due about a visit now; each once for each time to which it was moved. */
export function videoStep(
  appointment: VideoAppointment,
  known: readonly KnownVideoMessage[],
  { settings, now, isFollowedUp }: { settings: VideoSettings; now: Temporal.Instant; isFollowedUp: boolean }
): VideoStep {
  if (!awaitsAdmission(appointment)) return 'none'
  const { linkAt, mayLeaveAt } = videoTimes(settings, appointment.start)
  const own = known.filter(
    ({ about_start }) => about_start !== null && Date.parse(about_start) === Date.parse(appointment.start)
  )
  const links = own.filter(({ purpose }) => purpose === 'video-link')
  if (Temporal.Instant.compare(now, mayLeaveAt) > 0) {
    if (isFollowedUp) return 'none'
    if (links.some(({ state }) => SENT.has(state))) return 'say-late'
    // A link that was written and did not arrive has a task of its own; who came here instead needs none.
    return links.length === 0 && appointment.status === 'booked' ? 'follow-up' : 'none'
  }
  const isDue = Temporal.Instant.compare(now, linkAt) >= 0
  return isDue && links.length === 0 ? 'send-link' : 'none'
}

/** Why a message about a video visit is overtaken; null when it still fits. */
export function videoRefusal(
  aboutStart: string | null,
  appointment: { readonly status: AppointmentStatus; readonly start: string } | null
): string | null {
  if (!appointment || aboutStart === null) return 'appointment-gone'
  if (Date.parse(appointment.start) !== Date.parse(aboutStart)) return 'appointment-moved'
  if (appointment.status === 'cancelled' || appointment.status === 'entered-in-error')
    return 'appointment-cancelled'
  return WAITING.has(appointment.status) ? null : 'appointment-begun'
}
