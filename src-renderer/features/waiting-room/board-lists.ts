import type { Appointment } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import type { Board } from '@contract/waiting-room'

export const BOARD_LISTS = ['expected', 'waiting', 'inRoom', 'finished'] as const
export type BoardList = (typeof BOARD_LISTS)[number]

export interface BoardFilter {
  /** Null: everybody. */
  clinicianId: ClinicianId | null
  /** Part of a name. */
  text: string
  /** The clinician who looks: own patients come first. */
  ownClinicianId: ClinicianId | null
  /** Only those for whom this holds. */
  isWanted?: (appointment: Appointment) => boolean
}

/** One list of the board as it is shown: filtered, own patients first, the core's order otherwise. */
export function boardList(board: Board, list: BoardList, filter: BoardFilter): readonly Appointment[] {
  const words = filter.text.trim().toLocaleLowerCase()
  const matches = (one: Appointment): boolean =>
    (filter.clinicianId === null || one.clinicianId === filter.clinicianId) &&
    `${one.patientFamilyName}, ${one.patientGivenName}`.toLocaleLowerCase().includes(words) &&
    (filter.isWanted?.(one) ?? true)
  const isOwn = (one: Appointment): boolean => one.clinicianId === filter.ownClinicianId
  const shown = board[list].filter(matches)
  return [...shown.filter(isOwn), ...shown.filter((one) => !isOwn(one))]
}

/** Whom the clinician calls in next: the first of the own ones who wait, in the core's order. */
export function nextOwn(board: Board, ownClinicianId: ClinicianId | null): Appointment | null {
  if (ownClinicianId === null) return null
  return board.waiting.find((one) => one.clinicianId === ownClinicianId) ?? null
}
