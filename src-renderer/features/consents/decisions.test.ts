import { describe, expect, it } from 'vitest'
import type { Consent } from '@contract/consents'
import { allGiven, cellKey, decisionsOf, nextWish, reversed } from './decisions'

const consent = (change: Partial<Consent> = {}): Consent => ({
  purpose: 'appointment-reminder',
  channel: 'sms',
  state: 'default-missing',
  isAllowed: false,
  decidedAt: null,
  ...change
})

describe('a consent under decision', () => {
  it('goes from undecided to given, withdrawn and back', () => {
    expect(nextWish('default-given', undefined)).toBe('given')
    expect(nextWish('default-given', 'given')).toBe('withdrawn')
    expect(nextWish('default-given', 'withdrawn')).toBeUndefined()
  })

  it('offers only the other when one holds', () => {
    expect(nextWish('given', undefined)).toBe('withdrawn')
    expect(nextWish('given', 'withdrawn')).toBeUndefined()
    expect(nextWish('withdrawn', undefined)).toBe('given')
    expect(nextWish('withdrawn', 'given')).toBeUndefined()
  })

  it('is sent in the order of the table', () => {
    const table = [consent(), consent({ purpose: 'recall' }), consent({ purpose: 'video-link' })]
    const wishes = new Map([
      [cellKey('video-link', 'sms'), 'withdrawn' as const],
      [cellKey('appointment-reminder', 'sms'), 'given' as const]
    ])
    expect(decisionsOf(table, wishes)).toEqual([
      { purpose: 'appointment-reminder', channel: 'sms', decision: 'given' },
      { purpose: 'video-link', channel: 'sms', decision: 'withdrawn' }
    ])
  })

  it('says yes to all that is not given yet, on one channel', () => {
    const table = [
      consent({ state: 'given' }),
      consent({ purpose: 'recall', state: 'withdrawn' }),
      consent({ purpose: 'recall', channel: 'email' })
    ]
    expect([...allGiven(table, 'sms')]).toEqual([['recall/sms', 'given']])
  })

  it('is undone by putting back what had been decided before', () => {
    const table = [
      consent({ state: 'given', isAllowed: true }),
      consent({ purpose: 'recall', state: 'withdrawn' })
    ]
    const recorded = [
      { purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' },
      { purpose: 'recall', channel: 'sms', decision: 'given' }
    ] as const
    expect(reversed(table, recorded)).toEqual([
      { purpose: 'appointment-reminder', channel: 'sms', decision: 'given' },
      { purpose: 'recall', channel: 'sms', decision: 'withdrawn' }
    ])
  })

  it('cannot be undone into a decision the patient never made', () => {
    const recorded = [{ purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' }] as const
    expect(reversed([consent({ state: 'default-given', isAllowed: true })], recorded)).toBeNull()
  })
})
