import { expect, it } from 'vitest'
import { AppointmentId, ClinicianId } from '@contract/ids'
import { appointmentView } from '../../../../test/builders/appointment-view'
import { boardOf, median } from './board.rules'

const at = (time: string): string => `2026-12-03T${time}:00Z`
const empty = {
  date: '2026-12-03',
  now: at('10:00'),
  appointments: [],
  visits: [],
  codes: new Map(),
  clinicians: [],
  setDelays: new Map(),
  announced: new Map(),
  ownId: null
}

const waiting = (id: number, arrivedAt: string, clinicianId = 1) =>
  appointmentView({
    id,
    clinicianId,
    status: 'arrived',
    encounterStatus: 'arrived',
    arrivedAt: at(arrivedAt)
  })

it('is empty without appointments, and has no median', () => {
  expect(boardOf(empty)).toEqual({
    date: '2026-12-03',
    now: at('10:00'),
    expected: [],
    waiting: [],
    inRoom: [],
    finished: [],
    codes: [],
    clinicians: [],
    medianWaitMinutes: null
  })
})

it('puts each appointment in one list, and the missed and cancelled in none', () => {
  const board = boardOf({
    ...empty,
    appointments: [
      appointmentView({ id: 1 }),
      waiting(2, '09:00'),
      appointmentView({
        id: 3,
        status: 'checked-in',
        encounterStatus: 'in-progress',
        arrivedAt: at('08:50')
      }),
      appointmentView({ id: 4, status: 'fulfilled', encounterStatus: 'finished' }),
      appointmentView({ id: 5, status: 'arrived', encounterStatus: 'cancelled', isLeftUnseen: true }),
      appointmentView({ id: 6, status: 'noshow', encounterStatus: 'cancelled' }),
      appointmentView({ id: 7, status: 'cancelled', cancelReason: 'patient' })
    ]
  })
  const ids = (list: 'expected' | 'waiting' | 'inRoom' | 'finished') => board[list].map(({ id }) => id)
  expect([ids('expected'), ids('waiting'), ids('inRoom'), ids('finished')]).toEqual([[1], [2], [3], [4, 5]])
})

it('puts who waits longest first, the own ones before the others', () => {
  const appointments = [waiting(1, '09:10', 1), waiting(2, '09:00', 2), waiting(3, '09:05', 1)]
  const order = (ownId: number | null) =>
    boardOf({ ...empty, appointments, ownId: ownId === null ? null : ClinicianId.parse(ownId) }).waiting.map(
      ({ id }) => id
    )
  expect(order(null)).toEqual([2, 3, 1])
  expect(order(1)).toEqual([3, 1, 2])
})

it('counts the wait from the later of arrival and start, and never below nothing', () => {
  const seen = (id: number, arrivedAt: string, inProgressAt: string) =>
    appointmentView({
      id,
      time: '10:10',
      status: 'checked-in',
      encounterStatus: 'in-progress',
      arrivedAt: at(arrivedAt),
      inProgressAt: at(inProgressAt)
    })
  const wait = (appointment: ReturnType<typeof seen>) =>
    boardOf({ ...empty, visits: [appointment] }).medianWaitMinutes
  expect(wait(seen(1, '09:00', '09:22'))).toBe(12)
  expect(wait(seen(2, '09:20', '09:22'))).toBe(2)
  expect(wait(seen(3, '08:50', '09:00'))).toBe(0)
})

it('takes the middle value, and the mean of the two middle ones', () => {
  expect(median([])).toBeNull()
  expect(median([5])).toBe(5)
  expect(median([9, 1, 5])).toBe(5)
  expect(median([10, 2, 4, 100])).toBe(7)
})

it('counts each clinician from the whole day, also when it lists only some patients', () => {
  const one = ClinicianId.parse(1)
  const set = { minutes: 40, until: at('12:00'), userName: 'Anne Lunde' }
  const board = boardOf({
    ...empty,
    visits: [waiting(1, '09:00'), waiting(2, '09:30')],
    appointments: [waiting(2, '09:30')],
    codes: new Map([
      [AppointmentId.parse(1), 'KT47'],
      [AppointmentId.parse(2), 'DM35']
    ]),
    clinicians: [{ id: one, waitLimitMinutes: [10, 20] }],
    setDelays: new Map([[one, set]]),
    announced: new Map([[one, 25]])
  })
  expect(board.waiting.map(({ id }) => id)).toEqual([2])
  expect(board.codes).toEqual([{ appointmentId: 2, code: 'DM35' }])
  expect(board.clinicians).toEqual([
    {
      clinicianId: 1,
      waiting: 2,
      delayMinutes: 40,
      computedDelayMinutes: 50,
      setDelay: set,
      announcedMinutes: 25,
      waitLimitMinutes: [10, 20]
    }
  ])
})
