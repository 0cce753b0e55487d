import { DayColumn } from '@contract/appointments'
import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { columnViews } from './column-view'

const choices = { date: '2026-12-03', showsCancelled: false, slotMinutes: 20 }
const column = DayColumn.parse({
  clinicianId: 1,
  sessions: [{ startMinute: 600, endMinute: 640, kind: 'ordinary', heldUntilMinute: null, roomId: null }],
  absences: [],
  appointments: [
    appointmentView({ time: '10:00' }),
    appointmentView({ id: 2, time: '10:20', status: 'cancelled' })
  ]
})

describe('a column', () => {
  it('hides cancelled appointments, and their time is free', () => {
    const view = columnViews()(column, choices)
    expect(view.appointments.map((one) => one.id)).toEqual([1])
    expect(view.stops.map((stop) => [stop.kind, stop.startMinute])).toEqual([
      ['appointment', 600],
      ['free', 620]
    ])
  })

  it('shows them when asked, and their time is still free', () => {
    const view = columnViews()(column, { ...choices, showsCancelled: true })
    expect(view.stops.map((stop) => [stop.kind, stop.startMinute])).toEqual([
      ['appointment', 600],
      ['free', 620],
      ['appointment', 620]
    ])
  })

  it('is the same view until something about it changes', () => {
    const view = columnViews()
    expect(view(column, choices)).toBe(view(column, { ...choices }))
    expect(view(column, choices)).not.toBe(view({ ...column }, choices))
  })
})
