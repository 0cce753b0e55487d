import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import type { MessagePurpose } from '@contract/messages'
import { judgeSending } from './sending.rules'

const START = '2026-12-04T09:00:00Z'

const judge = (purpose: MessagePurpose, isRemindedElsewhere: boolean) =>
  judgeSending({
    message: {
      ...{ purpose, channel: 'sms', recipient: '+4741234567', language: 'nb', isFromList: false },
      ...{ aboutStart: START, expiresAt: START }
    },
    isNumberReserved: false,
    now: Temporal.Instant.from('2026-12-03T10:00:00Z'),
    timeZone: 'Europe/Oslo',
    quiet: { quietFrom: 21 * 60, quietUntil: 8 * 60 },
    isDayOff: () => false,
    person: null,
    appointment: { status: 'booked', start: START, isRemindedElsewhere }
  })

it('leaves the reminder to whoever else sends it, and all other messages not', () => {
  expect(judge('appointment-reminder', false)).toMatchObject({ kind: 'send' })
  const left = { kind: 'end', state: 'superseded', reason: 'reminded-by-portal' }
  expect(judge('appointment-reminder', true)).toEqual(left)
  expect(judge('move-notice', true)).toMatchObject({ kind: 'send' })
})
