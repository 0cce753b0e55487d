import type { Appointment, AppointmentType } from '@contract/appointments'
import type { PatientAlert } from '@contract/patients'
import type { AppointmentId, AppointmentTypeId, ClinicianId } from '@contract/ids'
import type { WallTime } from '@contract/values'
import { isMovable } from '../waiting-room/possible-steps'
import { lookOf, type AppointmentLook } from './appointment-look'
import { calendarAlert } from './calendar-alert'
import { nameOf } from './names'

/** What one appointment shows in the calendar, ready to be drawn. */
export interface BlockView {
  readonly classes: string
  /** All of it in words: the name of the button. */
  readonly label: string
  readonly name: string
  /** What follows the name on its line. */
  readonly beside: string
  readonly isStruck: boolean
  readonly state: string
  /** Class of the state for who waits. */
  readonly level: string
  /** The second line; none where there is no room for one. */
  readonly details: string
  readonly hasAlert: boolean
  readonly canResize: boolean
}

type BlockType = Pick<AppointmentType, 'name' | 'colour' | 'kind'>

/** Words and facts that appointments do not hold themselves. */
export interface BlockWords {
  /** Waited minutes of the two warnings. */
  limitsOf(clinicianId: ClinicianId): readonly [number, number]
  readonly overbooked: string
  /** Of one that is repeated, the number in its series. */
  series(number: number): string
  state(appointment: Appointment, look: AppointmentLook): string
  /** Inside, without the room. */
  inside(minutes: number): string
  minutes(minutes: number): string
  alert(code: PatientAlert): string
  /** What the patient portal has not confirmed yet. */
  portal(id: AppointmentId): { readonly sign: string; readonly text: string } | null
  time(time: WallTime): string
  typeOf(id: AppointmentTypeId): BlockType | undefined
}

export interface BlockMoment {
  readonly nowMs: number
  /** Too narrow for words: the sign and the minutes speak, the rest is in the name of the button. */
  readonly isNarrow: boolean
}

interface Room {
  readonly isNarrow: boolean
  readonly isLow: boolean
}

/** Below this an appointment has one line. */
const TWO_LINES_MINUTES = 15
/** One of a series. */
const REPEATED = '↻'

/** Makes views and remembers them: an appointment that looks as before gets the same view, and is not drawn anew. */
export function blockViews(words: BlockWords): (appointment: Appointment, moment: BlockMoment) => BlockView {
  const known = new WeakMap<Appointment, { key: string; view: BlockView }>()
  return (appointment, { nowMs, isNarrow }) => {
    const look = lookOf(appointment, nowMs, words.limitsOf(appointment.clinicianId))
    const key = [look.word, look.minutes, look.level, isNarrow, words.portal(appointment.id)?.sign].join()
    const before = known.get(appointment)
    if (before?.key === key) return before.view
    const view = viewOf(appointment, look, isNarrow, words)
    known.set(appointment, { key, view })
    return view
  }
}

function viewOf(
  appointment: Appointment,
  look: AppointmentLook,
  isNarrow: boolean,
  words: BlockWords
): BlockView {
  const type = words.typeOf(appointment.typeId)
  const name = nameOf(appointment)
  const alertCode = calendarAlert(appointment)
  const alert = alertCode === null ? '' : words.alert(alertCode)
  const stateText = words.state(appointment, look)
  const isLow = appointment.durationMinutes < TWO_LINES_MINUTES
  const overbooked = appointment.isOverbooked ? words.overbooked : ''
  const portal = words.portal(appointment.id)
  return {
    classes: classesOf(look, type, isLow),
    label: joined(', ', [
      `${words.time(appointment.time)} ${name}`,
      type?.name,
      stateText,
      alert,
      overbooked,
      portal?.text,
      appointment.series ? words.series(appointment.series.number) : ''
    ]),
    name,
    beside: joined(' · ', [
      joined(' ', [String(appointment.patientAge ?? ''), appointment.series ? REPEATED : '', portal?.sign]),
      isLow ? overbooked : '',
      isLow ? type?.name : ''
    ]),
    isStruck: look.isStruck,
    state:
      stateText === ''
        ? ''
        : joined(' ', [look.sign, shortState(look, stateText, { isNarrow, isLow }, words)]),
    level: look.level === null ? '' : `level-${look.level}`,
    details: isLow ? '' : joined(' · ', [overbooked, portal?.text, type?.name, alert, appointment.note]),
    hasAlert: alert !== '' || appointment.isOverbooked,
    canResize: isMovable(appointment)
  }
}

/** The state in as many words as there is room for; the sign stands before them. */
function shortState({ word, minutes }: AppointmentLook, text: string, room: Room, words: BlockWords): string {
  if (word === 'waiting') return words.minutes(minutes ?? 0)
  if (room.isNarrow) return ''
  if (!room.isLow) return text
  // The name and the type share the only line with it.
  if (word === 'in-room') return words.inside(minutes ?? 0)
  return word?.startsWith('message-') ? '' : text
}

function classesOf(look: AppointmentLook, type: BlockType | undefined, isLow: boolean): string {
  const own = [`is-${look.tone}`, `type-${type?.colour ?? 'teal'}`]
  if (isLow) own.push('is-low')
  if (type?.kind === 'urgent') own.push('is-urgent')
  return own.join(' ')
}

function joined(separator: string, parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(separator)
}
