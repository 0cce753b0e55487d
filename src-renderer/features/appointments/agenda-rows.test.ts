import { expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { agendaRows } from './agenda-rows'

const listed = [
  appointmentView({ id: 1 }),
  appointmentView({ id: 2, time: '10:30' }),
  appointmentView({ id: 3, date: '2026-12-07' })
]

it('puts the head of its day before the first appointment of each day', () => {
  const rows = agendaRows(listed, false)
  expect(rows.map((row) => (row.kind === 'day' ? `${row.date} (${row.count})` : row.appointment.id))).toEqual(
    ['2026-12-03 (2)', 1, 2, '2026-12-07 (1)', 3]
  )
})

it('does not count a day of which more may follow', () => {
  const counts = agendaRows(listed, true).flatMap((row) => (row.kind === 'day' ? [row.count] : []))
  expect(counts).toEqual([2, null])
})

it('has no rows for no appointments', () => {
  expect(agendaRows([], false)).toEqual([])
})
