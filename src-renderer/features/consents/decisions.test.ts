import { describe, expect, it } from 'vitest'
import type { Consent } from '@contract/consents'
import { allGiven, allOnForm, cellKey, decisionsOf, nextOnForm, nextWish } from './decisions'

const consent = (change: Partial<Consent> = {}): Consent => ({
  purpose: 'appointment-reminder',
  channel: 'sms',
  state: 'default-missing',
  isAllowed: false,
  legalBasis: 'none',
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

  it('goes on a form from open to yes, no and open, whatever holds', () => {
    expect(nextOnForm(undefined)).toBe('given')
    expect(nextOnForm('given')).toBe('withdrawn')
    expect(nextOnForm('withdrawn')).toBeUndefined()
  })

  it('is ticked for every purpose of a form, also where it is given already', () => {
    const table = [consent({ state: 'given' }), consent({ purpose: 'recall', channel: 'email' })]
    expect([...allOnForm(table, 'sms')]).toEqual([['appointment-reminder/sms', 'given']])
  })
})
