import type { Appointment } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import { ref, type Ref } from 'vue'
import { useClock } from '../../app/clock.store'
import { lookOf } from '../appointments/appointment-look'
import type { BoardList } from './board-lists'
import { useBoard } from './board.store'

export interface BoardView {
  readonly clinicianId: Ref<ClinicianId | null>
  readonly text: Ref<string>
  /** The one list shown; null: all four. */
  readonly list: Ref<BoardList | null>
  readonly isOnlyLate: Ref<boolean>
  /** Waits beyond the first limit, or has not come though the time has begun. */
  isLate(appointment: Appointment): boolean
}

/** What of the board is shown. */
export function useBoardView(): BoardView {
  const clock = useClock()
  const board = useBoard()
  return {
    clinicianId: ref(null),
    text: ref(''),
    list: ref(null),
    isOnlyLate: ref(false),
    isLate(appointment) {
      const { level, word } = lookOf(appointment, clock.nowMs, board.limitsOf(appointment.clinicianId))
      return level === 'wait' || level === 'late' || word === 'not-arrived'
    }
  }
}
