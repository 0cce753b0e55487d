import { describe, expect, it } from 'vitest'
import { MessageState } from '@contract/messages'
import { lookOf, nextStepOf, stateWord } from './message-state'

describe('the state of a message', () => {
  it('has a sign beside its colour, and no two of the common ones share it', () => {
    const signs = MessageState.options.map((state) => lookOf(state).glyph)
    expect(signs.every((sign) => sign.length > 0)).toBe(true)
    expect(lookOf('sent').glyph).not.toBe(lookOf('delivered').glyph)
  })

  it.each([
    ['failed', 'cms-1', 'correct-number'],
    ['failed', 'mobile-not-mobile', 'correct-number'],
    ['failed', 'cms-330', 'mend-modem'],
    ['failed', 'cms-500', 'call'],
    ['failed', null, 'call'],
    ['blocked', 'reserved', 'print-letter'],
    ['blocked', 'consent-missing', 'ask-consent'],
    ['uncertain', null, 'call'],
    ['expired', null, 'call'],
    ['queued', 'quiet-hours', 'wait'],
    ['queued', 'cms-310', 'mend-modem'],
    ['failed', 'status-73', 'correct-number'],
    ['failed', 'email-recipient-refused', 'correct-email'],
    ['blocked', 'email-changed', 'correct-email'],
    ['failed', 'email-mailbox-full', 'call'],
    ['queued', 'email-sign-in', 'mend-email'],
    ['queued', 'email-server-later', 'wait'],
    ['expired', 'email-refused', 'mend-email'],
    ['uncertain', 'email-unanswered', 'call'],
    ['blocked', 'consent-withdrawn', 'none'],
    ['delivered', null, 'none'],
    ['superseded', null, 'none'],
    ['cancelled', null, 'none']
  ] as const)('%s because of %s: the next step is %s', (state, reason, step) => {
    expect(nextStepOf({ state, reason, purpose: 'free-text' })).toBe(step)
  })

  it('is another code where a code was lost', () => {
    expect(nextStepOf({ state: 'uncertain', reason: 'port-lost', purpose: 'one-time-code' })).toBe('new-code')
    expect(nextStepOf({ state: 'expired', reason: 'email-refused', purpose: 'one-time-code' })).toBe(
      'new-code'
    )
    expect(nextStepOf({ state: 'failed', reason: 'cms-1', purpose: 'one-time-code' })).toBe('correct-number')
  })
})

it('is planned until its time, and in the queue from then on', () => {
  const notBefore = '2026-12-03T09:00:00Z'
  const word = (state: MessageState, time: string) =>
    stateWord({ state, notBefore }, Date.parse(`2026-12-03T${time}Z`))
  expect(word('queued', '08:59:59')).toBe('planned')
  expect(word('queued', '09:00:00')).toBe('queued')
  expect(word('failed', '08:00:00')).toBe('failed')
})
