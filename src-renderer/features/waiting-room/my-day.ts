import type { Appointment } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import type { Board } from '@contract/waiting-room'

export interface MyDay {
  /** All of the day, by start. */
  readonly all: readonly Appointment[]
  /** In the order in which they are called in. */
  readonly waiting: readonly Appointment[]
  /** The one called in last first. */
  readonly inside: readonly Appointment[]
  /** Still expected, by start. */
  readonly expected: readonly Appointment[]
}

/** One clinician's part of the board. */
export function myDay(board: Board, clinicianId: ClinicianId): MyDay {
  const isOwn = (one: Appointment): boolean => one.clinicianId === clinicianId
  const expected = board.expected.filter(isOwn)
  const waiting = board.waiting.filter(isOwn)
  const inside = board.inRoom.filter(isOwn)
  const all = [...expected, ...waiting, ...inside, ...board.finished.filter(isOwn)]
  return {
    all: all.sort((a, b) => Date.parse(a.start) - Date.parse(b.start) || a.id - b.id),
    waiting,
    inside: inside.reverse(),
    expected
  }
}
