import { describe, expect, it } from 'vitest'
import type { ConsentPurpose } from '@contract/consents'
import type { MessagePurpose } from '@contract/messages'
import { PatientId } from '@contract/ids'
import { isStopReason, personAfter, refusalNow } from './refusal-now.rules'
import type { PersonFacts } from './sending.rules'

const GIVEN = { state: 'given', isAllowed: true } as const

function kari(change: Partial<PersonFacts> = {}): PersonFacts {
  return {
    target: {
      ok: true,
      e164: '+4741234567',
      recipientId: PatientId.parse(1),
      isGuardian: false,
      isProtected: false,
      language: null
    },
    mobile: '+4741234567',
    isReserved: false,
    isProtected: false,
    reminderConsent: GIVEN,
    videoConsent: GIVEN,
    offerConsent: GIVEN,
    noticeConsent: GIVEN,
    email: null,
    ...change
  }
}

const facts = { isFromList: false, noCodesBy: new Set<'sms' | 'email'>() }
const judge = (purpose: MessagePurpose, person: PersonFacts, more: Partial<typeof facts> = {}) =>
  refusalNow({ purpose, channel: 'sms' }, person, { ...facts, ...more })

const without = (purpose: ConsentPurpose) =>
  personAfter(kari(), [{ purpose, channel: 'sms', decision: 'withdrawn' }])

describe('what a withdrawal stops', () => {
  it('is what rests on that consent, and nothing else', () => {
    const unreminded = without('appointment-reminder')
    for (const purpose of ['booking-confirmation', 'appointment-reminder', 'cancellation-notice'] as const)
      expect([purpose, judge(purpose, unreminded)]).toEqual([purpose, 'consent-withdrawn'])
    expect(judge('video-link', unreminded)).toBeNull()
    expect(judge('video-link', without('video-link'))).toBe('consent-withdrawn')
    expect(judge('waiting-list-offer', without('waiting-list-offer'))).toBe('consent-withdrawn')
    expect(judge('portal-answer', unreminded)).toBeNull()
    expect(judge('portal-answer', without('message-notice'))).toBe('consent-withdrawn')
  })

  it('is a text to many, and not one to this patient alone', () => {
    const unreminded = without('appointment-reminder')
    expect(judge('free-text', unreminded, { isFromList: true })).toBe('consent-withdrawn')
    expect(judge('free-text', unreminded)).toBeNull()
  })

  it('is not what goes by the other channel, to which there is a yes', () => {
    const email = {
      target: { ok: true, address: 'kari@pasient.example', recipientId: PatientId.parse(1), language: null },
      own: 'kari@pasient.example',
      reminderConsent: GIVEN,
      preferred: 'email'
    } as const
    const byEmail = personAfter(kari({ email }), [
      { purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' }
    ])
    expect(judge('appointment-reminder', byEmail)).toBeNull()
  })

  it('is a code where the patient wants none by that channel', () => {
    expect(judge('one-time-code', kari(), { noCodesBy: new Set(['email']) })).toBeNull()
    expect(judge('one-time-code', kari(), { noCodesBy: new Set(['sms']) })).toBe('consent-withdrawn')
  })
})

describe('what a reservation stops', () => {
  it('is everything but what concerns no patient', () => {
    const reserved = kari({ isReserved: true, target: { ok: false, reason: 'reserved' } })
    for (const purpose of ['free-text', 'one-time-code', 'video-link', 'appointment-reminder'] as const)
      expect([purpose, judge(purpose, reserved)]).toEqual([purpose, 'reserved'])
    expect(judge('operator', reserved)).toBeNull()
  })

  it('is a child’s message too, where the guardian who gets it is reserved', () => {
    expect(judge('appointment-reminder', kari({ target: { ok: false, reason: 'reserved' } }))).toBe(
      'reserved'
    )
  })
})

it('leaves other obstacles for the moment of sending: they may be gone by then', () => {
  expect(judge('appointment-reminder', kari({ target: { ok: false, reason: 'mobile-missing' } }))).toBeNull()
  expect([isStopReason('consent-missing'), isStopReason(null)]).toEqual([false, false])
})
