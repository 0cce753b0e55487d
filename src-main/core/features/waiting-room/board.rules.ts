import type { Appointment } from '@contract/appointments'
import type { AppointmentId, ClinicianId } from '@contract/ids'
import type { WaitLimits } from '@contract/settings'
import type { ArrivalCode, Board, ClinicianBoard, SetDelay } from '@contract/waiting-room'
import { computedDelay, delayNow } from './delay.rules'
import { isWaiting } from './waiting-room-steps.rules'

/** What the figures of the board are made of. */
export type DayVisit = Pick<
  Appointment,
  | 'clinicianId'
  | 'status'
  | 'encounterStatus'
  | 'isLeftUnseen'
  | 'start'
  | 'end'
  | 'arrivedAt'
  | 'inProgressAt'
>

export interface BoardFacts {
  readonly date: string
  /** UTC. */
  readonly now: string
  /** Those the lists show: all of that day, or some patients'; cancelled ones among them. */
  readonly appointments: readonly Appointment[]
  /** All of that day. */
  readonly visits: readonly DayVisit[]
  readonly codes: ReadonlyMap<AppointmentId, ArrivalCode>
  readonly clinicians: readonly { readonly id: ClinicianId; readonly waitLimitMinutes: WaitLimits }[]
  readonly setDelays: ReadonlyMap<ClinicianId, SetDelay>
  readonly announced: ReadonlyMap<ClinicianId, number>
  /** Whose own patients come first. */
  readonly ownId: ClinicianId | null
}

/** Today's board. Missed and cancelled appointments are not on it; who left unseen is among the finished. */
export function boardOf(facts: BoardFacts): Board {
  const { date, now, appointments, visits, codes, ownId } = facts
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
    codes: appointments.flatMap(({ id }) => {
      const code = codes.get(id)
      return code === undefined ? [] : [{ appointmentId: id, code }]
    }),
    clinicians: facts.clinicians.map((clinician) => clinicianBoard(facts, clinician)),
    medianWaitMinutes: median(visits.map(waitOf).filter((wait) => wait !== null))
  }
}

function clinicianBoard(
  { now, visits, setDelays, announced }: BoardFacts,
  { id, waitLimitMinutes }: BoardFacts['clinicians'][number]
): ClinicianBoard {
  const own = visits.filter(({ clinicianId }) => clinicianId === id)
  const computedDelayMinutes = computedDelay(own, now)
  const setDelay = setDelays.get(id) ?? null
  return {
    clinicianId: id,
    waiting: own.filter(isWaiting).length,
    delayMinutes: delayNow(computedDelayMinutes, setDelay),
    computedDelayMinutes,
    setDelay,
    announcedMinutes: announced.get(id) ?? null,
    waitLimitMinutes
  }
}

const EXPECTED: ReadonlySet<Appointment['status']> = new Set(['proposed', 'pending', 'booked'])

function isOver({ status, isLeftUnseen }: Appointment): boolean {
  return status === 'fulfilled' || isLeftUnseen
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

/** From the later of arrival and start to being called in; nobody waits less than nothing. Null before that. */
function waitOf({ arrivedAt, inProgressAt, start }: DayVisit): number | null {
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
