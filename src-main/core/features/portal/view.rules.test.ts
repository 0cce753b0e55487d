import { expect, it } from 'vitest'
import { waitingView } from './view.rules'

it('adds up what waits by kind and type, with the oldest and the commonest reason first', () => {
  const put = { kind: 'put', type: 'Patient' } as const
  const view = waitingView([
    { ...put, tries: 0, reason: null, count: 5, oldest: '2026-12-03T08:00:00Z' },
    { ...put, tries: 1, reason: 'timeout', count: 1, oldest: '2026-12-02T08:00:00Z' },
    { ...put, tries: 1, reason: 'busy', count: 1, oldest: null },
    { ...put, tries: 2, reason: 'busy', count: 2, oldest: '2026-12-03T07:00:00Z' },
    { kind: 'cancel', type: 'Appointment', tries: 0, reason: 'waits', count: 1, oldest: null }
  ])
  expect(view).toEqual([
    {
      ...put,
      count: 9,
      oldestAt: '2026-12-02T08:00:00Z',
      putOff: [
        { reason: 'busy', count: 3 },
        { reason: 'timeout', count: 1 }
      ]
    },
    { kind: 'cancel', type: 'Appointment', count: 1, oldestAt: null, putOff: [] }
  ])
})
