import { DayColumn } from '@contract/appointments'
import { expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { firstFreeMinute } from './first-free'

const at = (hour: number, minute = 0): number => hour * 60 + minute
const session = (kind: string, from: number, until: number, heldUntilMinute: number | null = null) => ({
  kind,
  startMinute: from,
  endMinute: until,
  heldUntilMinute,
  roomId: null
})
const { appointments, sessions } = DayColumn.parse({
  clinicianId: 1,
  sessions: [
    session('urgent', at(8), at(8, 30), at(8)),
    session('ordinary', at(8, 30), at(11)),
    session('telephone', at(11), at(11, 30)),
    session('ordinary', at(12), at(14)),
    session('urgent', at(14), at(14, 30), at(12)),
    session('ordinary', at(14, 30), at(15))
  ],
  absences: [],
  appointments: [
    appointmentView({ time: '08:30', durationMinutes: 150 }),
    appointmentView({ id: 2, time: '12:00', durationMinutes: 110 }),
    appointmentView({ id: 3, time: '14:35', durationMinutes: 25, status: 'cancelled' })
  ]
})
const column = { appointments, sessions }

it('passes over what is held back and what is meant for the telephone', () => {
  expect(firstFreeMinute(column, { slotMinutes: 20, nowMinute: null })).toBe(at(14, 30))
})

it('counts what is released by now, together with the ordinary time around it', () => {
  expect(firstFreeMinute(column, { slotMinutes: 20, nowMinute: at(8) })).toBe(at(8))
  expect(firstFreeMinute(column, { slotMinutes: 60, nowMinute: at(12, 1) })).toBe(at(13, 50))
})

it('begins on the grid from now on, and finds nothing when the day is over', () => {
  expect(firstFreeMinute(column, { slotMinutes: 20, nowMinute: at(14, 1) })).toBe(at(14, 5))
  expect(firstFreeMinute(column, { slotMinutes: 20, nowMinute: at(15) })).toBeNull()
})
