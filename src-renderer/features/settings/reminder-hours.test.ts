import { expect, it } from 'vitest'
import { parseReminderHours } from './reminder-hours'

it('takes hours in any order, each once, largest first', () => {
  expect(parseReminderHours('28, 72')).toEqual([72, 28])
  expect(parseReminderHours(' 24;24 2 ')).toEqual([24, 2])
})

it.each(['', 'i morgen', '0', '337', '1, 2, 3, 4, 5', '24,5t'])('takes "%s" for no hours', (typed) => {
  expect(parseReminderHours(typed)).toBeNull()
})
