import type { Appointment } from '@contract/appointments'
import type { SetDelay } from '@contract/waiting-room'
import { isWaiting } from './waiting-room-steps.rules'

type Visit = Pick<Appointment, 'status' | 'encounterStatus' | 'isLeftUnseen' | 'start' | 'end' | 'arrivedAt'>

/** Patients are told of a delay anew when it has grown by another step. */
const STEP_MINUTES = 15
/** Patients are told of whole five minutes: more would promise what nobody knows. */
const ROUNDING_MINUTES = 5

/**
 * Minutes behind plan: since the first of those who wait could have been called in (the later of start and arrival:
 * who comes late makes nobody late), or since the end of the visit under way. Never below nothing.
 */
export function computedDelay(visits: readonly Visit[], now: string): number {
  const waiting = visits.filter(isWaiting).map(readySince)
  const ends = visits
    .filter(({ encounterStatus }) => encounterStatus === 'in-progress')
    .map(({ end }) => Date.parse(end))
  const late = [...waiting, ...ends].map((ms) => Math.floor((Date.parse(now) - ms) / 60_000))
  return Math.max(0, ...late)
}

function readySince({ start, arrivedAt }: Visit): number {
  return Math.max(Date.parse(start), arrivedAt === null ? 0 : Date.parse(arrivedAt))
}

/** What was said by hand while it holds, else what is computed. */
export function delayNow(computed: number, set: SetDelay | null): number {
  return set?.minutes ?? computed
}

/** As patients are told: whole five minutes, never less than it is. */
export function toldMinutes(delay: number): number {
  return Math.ceil(delay / ROUNDING_MINUTES) * ROUNDING_MINUTES
}

/** Which step of a delay these minutes are; each patient is told once of each. */
export function delayStep(minutes: number): number {
  return Math.floor(minutes / STEP_MINUTES)
}
