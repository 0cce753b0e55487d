import { MessageId } from '@contract/ids'
import { expect, it } from 'vitest'
import { storyOf, type ToldCode } from './login-story.rules'
import type { PortalCodeRequest } from './portal-codes.queries'

const at = (time: string) => `2026-11-26T10:${time}.000Z`

const CODE: ToldCode = {
  message_id: MessageId.parse(1),
  source: 'portal',
  asked_by_name: null,
  asked_at: at('50:02'),
  submitted_at: at('50:02'),
  sent_at: at('50:03'),
  delivered_at: at('50:05'),
  state: 'replaced',
  ended_at: at('50:40'),
  message_state: 'delivered',
  message_ended_at: at('50:05')
}

const REQUEST: PortalCodeRequest = {
  id: 'r1',
  remote_patient: 'p1',
  purpose: 'login',
  asked_at: at('50:01'),
  expires_at: at('59:59'),
  received_at: at('50:02'),
  message_id: MessageId.parse(1),
  refusal: null
}

const lines = (attempts: ReturnType<typeof storyOf>) =>
  attempts.map(({ source, steps }) => [
    source,
    ...steps.map((step) => `${step.at.slice(14, 19)} ${step.what}`)
  ])

it('tells an attempt from the button at the portal to what was typed there', () => {
  const tried = { request_id: 'r1', attempt: 1, tries_left: null, newer_sent_at: at('50:41') }
  const newer = {
    ...CODE,
    message_id: MessageId.parse(2),
    source: 'desk',
    asked_by_name: 'Randi Berg'
  } as const
  const story = storyOf({
    codes: [
      {
        ...newer,
        ...{ asked_at: at('50:40'), submitted_at: at('50:40'), delivered_at: null },
        state: 'active',
        ended_at: null,
        message_state: 'sent',
        sent_at: at('50:41')
      },
      CODE
    ],
    requests: [REQUEST],
    tries: [{ ...tried, at: at('51:00'), outcome: 'older' }]
  })
  expect(lines(story)).toEqual([
    ['desk', '50:40 asked', '50:40 on-modem', '50:41 sent'],
    ['portal', '50:01 asked', '50:02 on-modem', '50:05 delivered', '50:40 replaced', '51:00 typed-older']
  ])
})

it('says once that a code was used, by whoever used it', () => {
  const used = { ...CODE, state: 'used', ended_at: at('51:10') } as const
  const right = {
    request_id: 'r1',
    attempt: 1,
    at: at('51:10'),
    outcome: 'right',
    tries_left: null,
    newer_sent_at: null
  } as const
  expect(storyOf({ codes: [used], requests: [REQUEST], tries: [right] })[0]?.steps.at(-1)?.what).toBe(
    'typed-right'
  )
  expect(storyOf({ codes: [used], requests: [REQUEST], tries: [] })[0]?.steps.at(-1)?.what).toBe('used')
})

it('tells of a request that brought no code, and why', () => {
  const refused = { ...REQUEST, message_id: null, refusal: 'limit' } as const
  expect(lines(storyOf({ codes: [], requests: [refused], tries: [] }))).toEqual([
    ['portal', '50:01 asked', '50:02 refused-limit']
  ])
})
