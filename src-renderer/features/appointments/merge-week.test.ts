import type { CalendarWeek } from '@contract/calendar'
import { ClinicianId } from '@contract/ids'
import { expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { mergeWeek } from './merge-week'

const clinicianId = ClinicianId.parse(1)

function weekOf(...notes: string[]): CalendarWeek {
  const dates = ['2026-12-02', '2026-12-03']
  return {
    clinicianId,
    monday: '2026-11-30',
    days: dates.map((date, index) => ({
      date,
      holiday: null,
      columns: [
        {
          clinicianId,
          sessions: [],
          absences: [],
          appointments: [appointmentView({ date, note: notes[index] ?? '' })]
        }
      ]
    }))
  }
}

it('keeps the columns of the days that did not change, so that only the others are drawn', () => {
  const before = weekOf('a', 'b')
  const after = mergeWeek(before, weekOf('a', 'c'))
  expect(after.days[0]?.columns[0]).toBe(before.days[0]?.columns[0])
  expect(after.days[1]?.columns[0]).not.toBe(before.days[1]?.columns[0])
  expect(after.days[1]?.columns[0]?.appointments[0]?.note).toBe('c')
})

it('takes another week as it comes', () => {
  const fresh = { ...weekOf('a', 'b'), monday: '2026-12-07' }
  expect(mergeWeek(weekOf('a', 'b'), fresh)).toBe(fresh)
})
