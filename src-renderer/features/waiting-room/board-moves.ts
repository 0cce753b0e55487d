import type { Appointment } from '@contract/appointments'
import { BOARD_LISTS, type BoardList } from './board-lists'

/** Forward by the step of the visit, back by taking the last one back. */
export type BoardMove = 'arrive' | 'callIn' | 'finish' | 'back'

const FORWARD = ['arrive', 'callIn', 'finish'] as const satisfies readonly BoardMove[]

/** In which list the core has it; null for none: missed, cancelled. */
export function listOf({ status, encounterStatus, isLeftUnseen }: Appointment): BoardList | null {
  if (isLeftUnseen || status === 'fulfilled') return 'finished'
  if (encounterStatus === 'in-progress') return 'inRoom'
  if (status === 'arrived' || status === 'checked-in') return 'waiting'
  return ['proposed', 'pending', 'booked'].includes(status) ? 'expected' : null
}

/** The way from one list to another, step by step; who left unseen waits again before anything else. */
export function movesBetween(appointment: Appointment, to: BoardList): BoardMove[] {
  const from = listOf(appointment)
  if (from === null || from === to) return []
  if (appointment.isLeftUnseen) return ['back']
  const start = BOARD_LISTS.indexOf(from)
  const end = BOARD_LISTS.indexOf(to)
  return start < end ? [...FORWARD.slice(start, end)] : new Array<BoardMove>(start - end).fill('back')
}

/** The list beside it, for the keyboard. */
export function listBeside(appointment: Appointment, by: 1 | -1): BoardList | null {
  const from = listOf(appointment)
  return from === null ? null : (BOARD_LISTS[BOARD_LISTS.indexOf(from) + by] ?? null)
}
