import { AppointmentId, PatientId } from '@contract/ids'
import type { Board } from '@contract/waiting-room'
import { expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { mergeBoard } from './merge-board'

const at = (time: string): string => `2026-12-03T${time}:00Z`
const board = (changes: Partial<Board>): Board => ({
  date: '2026-12-03',
  now: at('09:00'),
  expected: [],
  waiting: [],
  inRoom: [],
  finished: [],
  codes: [],
  clinicians: [],
  medianWaitMinutes: null,
  ...changes
})
const visit = (id: number, arrivedAt: string) =>
  appointmentView({
    id,
    patientId: id,
    status: 'arrived',
    encounterStatus: 'arrived',
    arrivedAt: at(arrivedAt)
  })

it('moves only the patients asked for, to their place in the order', () => {
  const first = visit(1, '08:10')
  const third = visit(3, '08:50')
  const before = board({ expected: [appointmentView({ id: 2, patientId: 2 })], waiting: [first, third] })
  const part = board({
    now: at('09:05'),
    waiting: [visit(2, '08:30')],
    codes: [{ appointmentId: AppointmentId.parse(2), code: 'KT47' }],
    medianWaitMinutes: 7
  })
  const after = mergeBoard(before, part, new Set([PatientId.parse(2)]))
  expect(after.expected).toEqual([])
  expect(after.waiting.map(({ id }) => id)).toEqual([1, 2, 3])
  expect(after.waiting[0]).toBe(first)
  expect(after).toMatchObject({ now: at('09:05'), medianWaitMinutes: 7 })
  expect(after.codes).toEqual([{ appointmentId: 2, code: 'KT47' }])
})

it('takes off who is on the board no more, with the code', () => {
  const before = board({
    waiting: [visit(1, '08:10')],
    codes: [{ appointmentId: AppointmentId.parse(1), code: 'KT47' }]
  })
  const after = mergeBoard(before, board({}), new Set([PatientId.parse(1)]))
  expect([after.waiting, after.codes]).toEqual([[], []])
})
