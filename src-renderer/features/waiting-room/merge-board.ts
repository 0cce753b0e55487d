import type { Appointment } from '@contract/appointments'
import type { PatientId } from '@contract/ids'
import type { Board } from '@contract/waiting-room'
import type { BoardList } from './board-lists'

/** By what each list is ordered, as in the core. */
const MOMENTS: Record<BoardList, (appointment: Appointment) => string | null> = {
  expected: ({ start }) => start,
  waiting: ({ arrivedAt }) => arrivedAt,
  inRoom: ({ inProgressAt }) => inProgressAt,
  finished: ({ finishedAt, arrivedAt }) => finishedAt ?? arrivedAt
}

/** The board with these patients' part of it anew; whoever did not change stays the same object. */
export function mergeBoard(board: Board, part: Board, patientIds: ReadonlySet<PatientId>): Board {
  const isOther = ({ patientId }: Appointment): boolean => !patientIds.has(patientId)
  const merged = (list: BoardList): Appointment[] => {
    const moment = (one: Appointment): number => Date.parse(MOMENTS[list](one) ?? '') || 0
    const shown = [...board[list].filter(isOther), ...part[list]]
    return shown.sort((a, b) => moment(a) - moment(b) || a.id - b.id)
  }
  const gone = new Set(
    [board.expected, board.waiting, board.inRoom, board.finished]
      .flat()
      .filter((one) => !isOther(one))
      .map(({ id }) => id)
  )
  return {
    ...part,
    expected: merged('expected'),
    waiting: merged('waiting'),
    inRoom: merged('inRoom'),
    finished: merged('finished'),
    codes: [...board.codes.filter(({ appointmentId }) => !gone.has(appointmentId)), ...part.codes]
  }
}
