import { expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { sameDayOf } from './same-day'

it('tells what a patient comes for the same day, soonest first', () => {
  const found = sameDayOf(
    [
      appointmentView({ id: 1, time: '13:00' }),
      appointmentView({ id: 2, time: '09:00' }),
      appointmentView({ id: 3, status: 'cancelled' }),
      appointmentView({ id: 4, status: 'fulfilled' }),
      appointmentView({ id: 5, date: '2026-12-04' })
    ],
    '2026-12-03'
  )
  expect(found.map(({ id }) => id)).toEqual([2, 1])
})
