import type { Appointment } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { addDays } from '../../lib/dates'
import { minuteOf } from '../../lib/wall-time'
import { STEP_MINUTES, snap } from './day-range'
import { columnBeside, type ColumnPlace } from './shown-column'

/** Where an appointment is, or is about to be put. */
export interface Place {
  clinicianId: ClinicianId
  date: CivilDate
  startMinute: number
  durationMinutes: number
}

interface Carried {
  appointment: Appointment
  target: Place
}

/**
 * `carrying`: lifted, its ghost follows keys or pointer · `placing`: asked of the core, keys wait · `asking`: somebody
 * has that time, and a person decides.
 */
export type Move = { phase: 'idle' } | ({ phase: 'carrying' | 'placing' | 'asking' } & Carried)

export type MoveAction =
  | { kind: 'pick-up'; appointment: Appointment; target?: Place }
  | { kind: 'shift'; minutes: number }
  | { kind: 'stretch'; minutes: number }
  | { kind: 'column'; by: 1 | -1; columns: readonly ColumnPlace[] }
  | { kind: 'day'; by: number }
  | { kind: 'to'; target: Place }
  | { kind: 'place' }
  | { kind: 'taken' }
  | { kind: 'overbook' }
  | { kind: 'back' }
  | { kind: 'drop' }

export const IDLE: Move = { phase: 'idle' }
const LONGEST_MINUTES = 720
const MINUTES_IN_DAY = 1440

export function placeOf(appointment: Appointment): Place {
  return {
    clinicianId: appointment.clinicianId,
    date: appointment.date,
    startMinute: minuteOf(appointment.time),
    durationMinutes: appointment.durationMinutes
  }
}

export function isSamePlace(a: Place, b: Place): boolean {
  return (
    a.clinicianId === b.clinicianId &&
    a.date === b.date &&
    a.startMinute === b.startMinute &&
    a.durationMinutes === b.durationMinutes
  )
}

/** The next state of a move by keyboard or pointer. An action that means nothing in the present phase changes nothing. */
export function nextMove(move: Move, action: MoveAction): Move {
  if (action.kind === 'drop') return IDLE
  if (action.kind === 'pick-up') {
    const { appointment, target = placeOf(appointment) } = action
    return move.phase === 'idle' ? carry(appointment, target) : move
  }
  if (move.phase === 'idle') return move
  if (move.phase === 'placing') return action.kind === 'taken' ? { ...move, phase: 'asking' } : move
  if (action.kind === 'overbook') return move.phase === 'asking' ? { ...move, phase: 'placing' } : move
  if (action.kind === 'back') return { ...move, phase: 'carrying' }
  if (action.kind === 'place') return place(move)
  if (action.kind === 'taken') return move
  return carry(move.appointment, held(moved(move.target, action)))
}

function moved(
  target: Place,
  action: Extract<MoveAction, { kind: 'shift' | 'stretch' | 'column' | 'day' | 'to' }>
): Place {
  switch (action.kind) {
    case 'shift':
      return { ...target, startMinute: snap(target.startMinute + action.minutes) }
    case 'stretch':
      return { ...target, durationMinutes: snap(target.durationMinutes + action.minutes) }
    case 'column':
      return columnBeside(target, action.by, action.columns)
    case 'day':
      return { ...target, date: addDays(target.date, action.by) }
    case 'to':
      return action.target
  }
}

function place(move: Extract<Move, Carried>): Move {
  if (move.phase === 'asking') return move
  return isSamePlace(placeOf(move.appointment), move.target) ? IDLE : { ...move, phase: 'placing' }
}

function held(target: Place): Place {
  const durationMinutes = Math.min(Math.max(target.durationMinutes, STEP_MINUTES), LONGEST_MINUTES)
  const latest = MINUTES_IN_DAY - durationMinutes
  return { ...target, durationMinutes, startMinute: Math.min(Math.max(target.startMinute, 0), latest) }
}

function carry(appointment: Appointment, target: Place): Move {
  return { phase: 'carrying', appointment, target }
}
