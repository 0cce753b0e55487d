import { Day, type Appointment } from '@contract/appointments'
import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { mergeDay } from './merge-day'

const dayOf = (...columns: Appointment[][]): Day =>
  Day.parse({
    date: '2026-12-03',
    holiday: null,
    columns: columns.map((appointments, index) => ({
      clinicianId: index + 1,
      workingHours: [],
      appointments
    }))
  })

describe('a day read anew', () => {
  it('keeps unchanged appointments and columns as the same objects', () => {
    const shown = dayOf([appointmentView()], [appointmentView({ id: 2, clinicianId: 2 })])
    const merged = mergeDay(
      shown,
      dayOf([appointmentView()], [appointmentView({ id: 2, clinicianId: 2, version: 2 })])
    )
    expect(merged.columns[0]).toBe(shown.columns[0])
    expect(merged.columns[1]).not.toBe(shown.columns[1])
    expect(merged.columns[1]?.appointments[0]).toMatchObject({ id: 2, version: 2 })
  })

  it('sees a change beside the version, such as a delivered SMS', () => {
    const shown = dayOf([appointmentView({ messageState: 'sent' }), appointmentView({ id: 2 })])
    const fresh = dayOf([appointmentView({ messageState: 'delivered' }), appointmentView({ id: 2 })])
    const merged = mergeDay(shown, fresh)
    expect(merged.columns[0]?.appointments[0]).toMatchObject({ messageState: 'delivered' })
    expect(merged.columns[0]?.appointments[1]).toBe(shown.columns[0]?.appointments[1])
  })

  it('drops what is gone and takes another date as it is', () => {
    const shown = dayOf([appointmentView(), appointmentView({ id: 2 })])
    expect(mergeDay(shown, dayOf([appointmentView()])).columns[0]?.appointments).toHaveLength(1)
    const other = { ...dayOf([]), date: '2026-12-04' }
    expect(mergeDay(shown, other)).toBe(other)
  })
})
