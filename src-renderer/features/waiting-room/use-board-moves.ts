import type { Appointment } from '@contract/appointments'
import { translate } from '../../app/i18n'
import { notify, showError } from '../../app/undo'
import { call } from '../../core-client'
import { nameOf } from '../appointments/changes'
import { movesBetween, type BoardMove } from './board-moves'
import type { BoardList } from './board-lists'
import { takeStep } from './steps'
import { useCallIn } from './use-call-in'

/** Moves somebody to another list of the board, by drag or key. */
export function useBoardMoves(): (appointment: Appointment, to: BoardList) => Promise<void> {
  const callIn = useCallIn()

  /** Null when it went no further: refused, or a room is asked for first. */
  async function take(move: BoardMove, appointment: Appointment): Promise<Appointment | null> {
    if (move === 'back') return await stepBack(appointment)
    if (move === 'callIn') return await callIn.toOwnRoom(appointment)
    return await takeStep(move, appointment)
  }

  return async (appointment, to) => {
    let now: Appointment | null = appointment
    for (const move of movesBetween(appointment, to)) {
      now = await take(move, now)
      if (now === null) return
    }
  }
}

async function stepBack(appointment: Appointment): Promise<Appointment | null> {
  try {
    const now = await call('waitingRoom.stepBack', { id: appointment.id })
    notify(translate('waiting-room.steppedBack', { name: nameOf(appointment) }))
    return now
  } catch (error) {
    showError(error)
    return null
  }
}
