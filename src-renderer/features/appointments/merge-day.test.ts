import { Day, type Appointment } from '@contract/appointments'
import { PatientId } from '@contract/ids'
import { describe, expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { mergeDay, mergePatients } from './merge-day'

const dayOf = (...columns: Appointment[][]): Day =>
  Day.parse({
    date: '2026-12-03',
    holiday: null,
    columns: columns.map((appointments, index) => ({
      clinicianId: index + 1,
      sessions: [],
      absences: [],
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

describe('some patients’ part of the day read anew', () => {
  const at = (id: number, time: string, changes: Parameters<typeof appointmentView>[0] = {}): Appointment =>
    appointmentView({ id, patientId: id, time, start: `2026-12-03T${time}:00Z`, ...changes })
  const patients = (...ids: number[]) => ids.map((id) => PatientId.parse(id))
  const ids = (day: Day | null): number[][] | undefined =>
    day?.columns.map((column) => column.appointments.map(({ id }) => id))

  it('takes what changed, in the order of the day, and keeps the rest as it is', () => {
    const shown = dayOf(
      [at(1, '09:00'), at(2, '10:00'), at(3, '11:00')],
      [at(4, '09:00', { clinicianId: 2 })]
    )
    const merged = mergePatients(shown, patients(1), [at(1, '10:30', { version: 2 })])
    expect(ids(merged)).toEqual([[2, 1, 3], [4]])
    expect(merged?.columns[1]).toBe(shown.columns[1])
    expect(merged?.columns[0]?.appointments[0]).toBe(shown.columns[0]?.appointments[1])
  })

  it('moves it to another column, and leaves out what is no longer there', () => {
    const shown = dayOf([at(1, '09:00'), at(2, '10:00')], [at(3, '09:00', { clinicianId: 2 })])
    expect(ids(mergePatients(shown, patients(1), [at(1, '09:00', { clinicianId: 2 })]))).toEqual([
      [2],
      [1, 3]
    ])
    expect(ids(mergePatients(shown, patients(1), []))).toEqual([[2], [3]])
  })

  it('wants the whole day when a column may have come or gone', () => {
    const shown = dayOf([at(1, '09:00')], [at(2, '09:00', { clinicianId: 2 })])
    expect(mergePatients(shown, patients(1), [])).toBeNull()
    expect(mergePatients(shown, patients(3), [at(3, '09:00', { clinicianId: 3 })])).toBeNull()
  })
})
