import type { Appointment, AppointmentMessageState } from '@contract/appointments'
import { minutesSince } from '../../lib/dates'
import { WAIT_SHAPES, waitLevel, type WaitLevel } from '../waiting-room/waited'

export type AppointmentTone = 'booked' | 'arrived' | 'in-room' | 'done' | 'gone'

/** How an appointment shows its state: a tone for the colour, a sign for its shape and a word (`appointments.state.<word>`). */
export interface AppointmentLook {
  tone: AppointmentTone
  sign: string
  /** Null: nothing to say. */
  word: string | null
  /** Set for who waits. */
  level: WaitLevel | null
  minutes: number | null
  isStruck: boolean
}

const SIGNS: Record<AppointmentMessageState, string> = {
  none: '',
  planned: '',
  queued: '◷',
  sent: '✓',
  delivered: '✓✓',
  failed: '▲',
  uncertain: '▲',
  'confirmed-by-patient': '✓',
  'no-basis': '–',
  'letter-waiting': '✉',
  'letter-printed': '✉✓'
}

const plain = { level: null, minutes: null, isStruck: false } as const

/** The state as the calendar shows it at `nowMs`; `limits` are the waited minutes of the two warnings. */
export function lookOf(
  appointment: Appointment,
  nowMs: number,
  limits: readonly [number, number]
): AppointmentLook {
  const { status, encounterStatus } = appointment
  if (status === 'entered-in-error') return gone('mistaken')
  if (status === 'cancelled') return gone('cancelled')
  if (status === 'noshow') return gone('no-show')
  if (appointment.isLeftUnseen) return { ...plain, tone: 'done', sign: '↩', word: 'left-unseen' }
  if (status === 'fulfilled' || encounterStatus === 'finished') {
    return { ...plain, tone: 'done', sign: '', word: 'finished' }
  }
  if (encounterStatus === 'in-progress') return inRoom(appointment, nowMs)
  if (appointment.arrivedAt) return waiting(minutesSince(appointment.arrivedAt, nowMs), limits)
  return booked(appointment, nowMs)
}

function gone(word: string): AppointmentLook {
  return { ...plain, tone: 'gone', sign: '✕', word, isStruck: true }
}

function inRoom(appointment: Appointment, nowMs: number): AppointmentLook {
  const minutes = appointment.inProgressAt ? minutesSince(appointment.inProgressAt, nowMs) : 0
  const word = appointment.roomId === null ? 'in-progress' : 'in-room'
  return { ...plain, tone: 'in-room', sign: '●', word, minutes }
}

function waiting(minutes: number, limits: readonly [number, number]): AppointmentLook {
  const level = waitLevel(minutes, limits)
  return { ...plain, tone: 'arrived', sign: WAIT_SHAPES[level], word: 'waiting', level, minutes }
}

function booked(appointment: Appointment, nowMs: number): AppointmentLook {
  const isDue = Date.parse(appointment.start) <= nowMs
  if (isDue) return { ...plain, tone: 'booked', sign: '▲', word: 'not-arrived' }
  const { messageState } = appointment
  const isSilent = messageState === 'none' || messageState === 'planned'
  return {
    ...plain,
    tone: 'booked',
    sign: SIGNS[messageState],
    word: isSilent ? null : `message-${messageState}`
  }
}
