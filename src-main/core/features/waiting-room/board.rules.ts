import type { Appointment } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import type { Board } from '@contract/waiting-room'
import { isWaiting } from './waiting-room-steps.rules'

export interface BoardFacts {
  readonly date: string
  /** UTC. */
  readonly now: string
  /** Of that day, cancelled ones among them. */
  readonly appointments: readonly Appointment[]
  readonly clinicianIds: readonly ClinicianId[]
  /** Whose own patients come first. */
  readonly ownId: ClinicianId | null
}

/** Today's board. Missed and cancelled appointments are not on it; who left unseen is among the finished. */
export function boardOf({ date, now, appointments, clinicianIds, ownId }: BoardFacts): Board {
  const waiting = appointments.filter(isWaiting).sort(by(({ arrivedAt }) => arrivedAt ?? ''))
  const inRoom = appointments
    .filter(({ encounterStatus }) => encounterStatus === 'in-progress')
    .sort(by(({ inProgressAt }) => inProgressAt ?? ''))
  return {
    date,
    now,
    expected: appointments.filter(({ status }) => EXPECTED.has(status)).sort(by(({ start }) => start)),
    waiting: ownFirst(waiting, ownId),
    inRoom: ownFirst(inRoom, ownId),
    finished: appointments
      .filter(isOver)
      .sort(by(({ finishedAt, arrivedAt }) => finishedAt ?? arrivedAt ?? '')),
    clinicians: clinicianIds.map((clinicianId) => {
      const own = ofClinician(clinicianId)
      const ownWaiting = waiting.filter(own)
      const delayMinutes = delayOf(ownWaiting, inRoom.filter(own), now)
      return { clinicianId, waiting: ownWaiting.length, delayMinutes }
    }),
    medianWaitMinutes: median(appointments.map(waitOf).filter((wait) => wait !== null))
  }
}

const EXPECTED: ReadonlySet<Appointment['status']> = new Set(['proposed', 'pending', 'booked'])

function isOver({ status, isLeftUnseen }: Appointment): boolean {
  return status === 'fulfilled' || isLeftUnseen
}

function ofClinician(id: ClinicianId): (appointment: Appointment) => boolean {
  return ({ clinicianId }) => clinicianId === id
}

/** By time; texts of moments compare as moments once their fractions are the same length. */
function by(momentOf: (appointment: Appointment) => string) {
  const ms = (appointment: Appointment): number => Date.parse(momentOf(appointment)) || 0
  return (a: Appointment, b: Appointment): number => ms(a) - ms(b) || a.id - b.id
}

function ownFirst(appointments: readonly Appointment[], ownId: ClinicianId | null): Appointment[] {
  const own = appointments.filter(({ clinicianId }) => clinicianId === ownId)
  const others = appointments.filter(({ clinicianId }) => clinicianId !== ownId)
  return [...own, ...others]
}

/** Minutes behind plan: since the earliest start of who waits, or since the end of the visit under way. */
function delayOf(waiting: readonly Appointment[], inRoom: readonly Appointment[], now: string): number {
  const due = [...waiting.map(({ start }) => start), ...inRoom.map(({ end }) => end)]
  const late = due.map((moment) => Math.floor((Date.parse(now) - Date.parse(moment)) / 60_000))
  return Math.max(0, ...late)
}

/** From the later of arrival and start to being called in; nobody waits less than nothing. Null before that. */
function waitOf({ arrivedAt, inProgressAt, start }: Appointment): number | null {
  if (inProgressAt === null || arrivedAt === null) return null
  const from = Math.max(Date.parse(arrivedAt), Date.parse(start))
  return Math.max(0, (Date.parse(inProgressAt) - from) / 60_000)
}

/** Null for no values: there is nothing to divide by. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1)
  if (middle.length === 0) return null
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}
