import { ClinicianId } from '@contract/ids'
import { expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { myDay } from './my-day'

const one = (id: number, time: string, clinicianId = 1) => appointmentView({ id, time, clinicianId })

it('is the own part of the board, all of it by start, the one called in last first', () => {
  const board = {
    date: '2026-12-03',
    now: '2026-12-03T09:00:00Z',
    expected: [one(4, '11:00'), one(9, '11:20', 2)],
    waiting: [one(3, '10:40')],
    inRoom: [one(1, '10:00'), one(2, '10:20')],
    finished: [one(5, '09:40')],
    codes: [],
    clinicians: [],
    medianWaitMinutes: null
  }
  const day = myDay(board, ClinicianId.parse(1))
  const ids = (list: keyof typeof day) => day[list].map(({ id }) => id)
  expect([ids('all'), ids('waiting'), ids('inside'), ids('expected')]).toEqual([
    [5, 1, 2, 3, 4],
    [3],
    [2, 1],
    [4]
  ])
})
