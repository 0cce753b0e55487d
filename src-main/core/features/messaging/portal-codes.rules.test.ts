import { expect, it } from 'vitest'
import { CodeRefusal, CodeState } from '../../portal/wire'
import { refusalFor, servesFor, toldState, tryOutcome, type CodeOnItsWay } from './portal-codes.rules'

const CODE: CodeOnItsWay = {
  refusal: null,
  received_at: '2026-11-26T10:50:02.000Z',
  state: 'queued',
  reason: null,
  sent_at: '2026-11-26T10:50:03.000Z',
  delivered_at: '2026-11-26T10:50:05.000Z',
  ended_at: '2026-11-26T10:50:09.000Z'
}

it.each([
  ['queued', 'queued', CODE.received_at],
  ['sending', 'queued', CODE.received_at],
  ['sent', 'sent', CODE.sent_at],
  ['delivered', 'delivered', CODE.delivered_at],
  ['failed', 'failed', CODE.ended_at],
  ['uncertain', 'uncertain', CODE.ended_at],
  ['expired', 'expired', CODE.ended_at],
  ['superseded', 'expired', CODE.ended_at]
] as const)('tells the portal of a message that is %s that the code is %s', (state, told, at) => {
  expect(toldState({ ...CODE, state })).toMatchObject({ state: told, at })
  expect(CodeState.options).toContain(told)
})

it('tells why no code comes without saying anything of the patient', () => {
  expect(toldState({ ...CODE, state: 'failed', reason: 'cms-1' }).reason).toBe('unreachable')
  expect(toldState({ ...CODE, state: 'failed', reason: 'cms-500' }).reason).toBe('modem')
  expect(toldState({ ...CODE, state: 'blocked', reason: 'reserved' }).reason).toBe('not-allowed')
  expect(toldState({ ...CODE, state: null, refusal: 'limit' })).toMatchObject({
    state: 'refused',
    reason: 'limit'
  })
  expect(toldState({ ...CODE, state: null, refusal: 'expired' })).toMatchObject({
    state: 'expired',
    reason: null
  })
  for (const code of ['reserved', 'consent-withdrawn', 'mobile-missing', 'number-disputed'])
    expect(refusalFor(code)).toBe('not-allowed')
  expect(refusalFor('code-limit')).toBe('limit')
  expect(refusalFor('disk-full')).toBeNull()
  expect(CodeRefusal.options).toEqual(expect.arrayContaining(['limit', 'not-allowed', 'nothing-to-verify']))
})

it('lets no code in that was sent for something else, but either prove a telephone at the desk', () => {
  expect(servesFor('login', 'login')).toBe(true)
  expect(servesFor('verify-mobile', 'login')).toBe(false)
  expect(servesFor('login', 'verify-mobile')).toBe(false)
  expect(servesFor('verify-mobile', null)).toBe(true)
})

it('says of a code that ended whether wrong tries ended it', () => {
  expect(tryOutcome({ outcome: 'ended', triesLeft: 0 })).toBe('tries-used-up')
  expect(tryOutcome({ outcome: 'ended', triesLeft: 3 })).toBe('expired')
  expect(tryOutcome({ outcome: 'verified', triesLeft: 5 })).toBe('right')
  expect(tryOutcome({ outcome: 'too-many', triesLeft: 5 })).toBe('length')
})
