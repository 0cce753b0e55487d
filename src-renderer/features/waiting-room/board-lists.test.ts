import { ClinicianId } from '@contract/ids'
import { Board } from '@contract/waiting-room'
import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { boardList, nextOwn, type BoardFilter } from './board-lists'

const lunde = ClinicianId.parse(1)
const aasen = ClinicianId.parse(2)
const everybody: BoardFilter = { clinicianId: null, text: '', ownClinicianId: null }
const board = Board.parse({
  date: '2026-12-03',
  now: '2026-12-03T09:24:00Z',
  expected: [],
  waiting: [
    appointmentView({ id: 1, clinicianId: 1, patientFamilyName: 'Dahl', patientGivenName: 'Nora' }),
    appointmentView({ id: 2, clinicianId: 2, patientFamilyName: 'Bakke', patientGivenName: 'Åse' }),
    appointmentView({ id: 3, clinicianId: 2, patientFamilyName: 'Moen', patientGivenName: 'Guro' })
  ],
  inRoom: [],
  finished: [],
  codes: [],
  clinicians: [],
  medianWaitMinutes: null
})
const ids = (filter: BoardFilter): number[] => boardList(board, 'waiting', filter).map((one) => one.id)

describe('the board', () => {
  it('keeps the core’s order for the desk', () => {
    expect(ids(everybody)).toEqual([1, 2, 3])
  })

  it('puts a clinician’s own patients first', () => {
    expect(ids({ ...everybody, ownClinicianId: aasen })).toEqual([2, 3, 1])
  })

  it('filters by clinician and by part of a name', () => {
    expect(ids({ ...everybody, clinicianId: lunde })).toEqual([1])
    expect(ids({ ...everybody, text: ' åse' })).toEqual([2])
  })

  it('leaves only those wanted', () => {
    expect(ids({ ...everybody, isWanted: ({ id }) => id !== 2 })).toEqual([1, 3])
  })

  it('calls in the first of one’s own', () => {
    expect(nextOwn(board, aasen)?.id).toBe(2)
    expect(nextOwn(board, null)).toBeNull()
  })
})
