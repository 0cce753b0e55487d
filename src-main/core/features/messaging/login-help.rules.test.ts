import { LOGIN_DETAILS, LOGIN_TROUBLES } from '@contract/choices'
import { LoginCause, type LoginDetail, type LoginTrouble } from '@contract/login-help'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CodeFact, LoginFacts, PortalFacts } from './login-facts.rules'
import { diagnose } from './login-help.rules'

const LOGS_IN: LoginFacts = {
  isReserved: false,
  hasGpHere: true,
  hasFullNumber: true,
  hasFormerNumber: false,
  wasNumberCorrected: false,
  hasMobile: true,
  isMobileDisputed: false,
  isMobileFromParents: false,
  isCodeAllowed: true,
  isMinor: false,
  childState: 'none',
  canBeSentCode: true,
  codes: [],
  minutesToNextCode: 0,
  portal: { isLocked: false, hasActivationBounced: false, lastTry: null }
}

const DELIVERED: CodeFact = {
  channel: 'sms',
  state: 'delivered',
  failure: null,
  ageMinutes: 2,
  isSent: true,
  isDelivered: true,
  wrongTries: 0,
  isToCurrentAddress: true
}

const withCode = (code: Partial<CodeFact>, ...older: Partial<CodeFact>[]): LoginFacts => ({
  ...LOGS_IN,
  codes: [code, ...older].map((one) => ({ ...DELIVERED, ...one }))
})

function causes(
  facts: Partial<LoginFacts>,
  trouble: LoginTrouble | null = null,
  detail: LoginDetail | null = null
) {
  return diagnose({ ...LOGS_IN, ...facts }, { trouble, detail }).findings.map(({ cause }) => cause)
}

const failed = (failure: string, ageMinutes = 2) =>
  withCode({ state: 'failed', failure, ageMinutes, isSent: false, isDelivered: false })

describe('before any question', () => {
  it.each<[LoginCause, PortalFacts['lastTry']]>([
    ['older-code', 'older'],
    ['code-mistyped', 'wrong'],
    ['code-mistyped', 'length'],
    ['code-expired', 'expired'],
    ['code-used', 'used'],
    ['tries-used-up', 'tries-used-up']
  ])('finds %s by what was typed at the portal: %s', (cause, lastTry) => {
    expect(causes({ portal: { ...LOGS_IN.portal, lastTry } })).toEqual([cause])
  })

  it('finds an account that is locked, or whose e-mail came back', () => {
    expect(causes({ portal: { ...LOGS_IN.portal, isLocked: true } })).toEqual(['account-locked'])
    expect(causes({ portal: { ...LOGS_IN.portal, hasActivationBounced: true } })).toEqual([
      'account-not-activated'
    ])
  })

  it('finds nothing in a record that lacks nothing, and asks', () => {
    expect(diagnose(LOGS_IN, { trouble: null, detail: null })).toEqual({
      findings: [],
      question: { about: 'trouble', choices: [...LOGIN_TROUBLES] }
    })
  })

  it.each<[LoginCause, Partial<LoginFacts>]>([
    ['reserved', { isReserved: true, isCodeAllowed: false }],
    ['gp-elsewhere', { hasGpHere: false }],
    ['number-missing', { hasFullNumber: false }],
    ['mobile-missing', { hasMobile: false }],
    ['mobile-from-parents', { isMobileFromParents: true }],
    ['consent-missing', { isCodeAllowed: false }],
    ['child-under-age', { isMinor: true, hasMobile: false, isCodeAllowed: false }]
  ])('names what the portal needs and the record lacks: %s', (cause, facts) => {
    expect(causes(facts)).toEqual([cause])
  })

  it('tells a parent why the child is not there', () => {
    const asked = (childState: LoginFacts['childState']) => causes({ childState }, 'other', 'child-not-shown')
    expect([asked('grown'), asked('none'), asked('minor')]).toEqual([
      ['child-grown'],
      ['child-not-registered'],
      ['unexplained']
    ])
  })

  it('names all that is lacking at once, the weightiest first', () => {
    expect(causes({ isCodeAllowed: false, hasMobile: false, hasFullNumber: false })).toEqual([
      'number-missing',
      'mobile-missing',
      'consent-missing'
    ])
  })

  it.each(['cms-1', 'cms-21', 'status-65', 'status-67'])(
    'takes %s for a number that was changed or barred, also hours later',
    (failure) => {
      expect(causes(failed(failure))).toEqual(['mobile-wrong'])
      expect(causes(failed(failure, 600))).toEqual(['mobile-wrong'])
    }
  )

  it('says that the telephone was out of reach, or the modem out, only while that is news', () => {
    expect(causes(failed('cms-27'))).toEqual(['no-report'])
    expect(causes(failed('cms-310'))).toEqual(['code-not-sent'])
    expect(causes(failed('expired'))).toEqual(['code-not-sent'])
    expect(causes(failed('cms-310', 600))).toEqual([])
  })

  it('does not blame the number registered now for a code to the one before', () => {
    const former = { state: 'failed', failure: 'cms-1', isToCurrentAddress: false } as const
    expect(causes(withCode(former))).toEqual(['code-to-former-mobile'])
    expect(causes(withCode({ ...former, ageMinutes: 90 }))).toEqual([])
    expect(causes(withCode({ ...former, ageMinutes: 90 }), 'no-code')).toEqual([])
    expect(causes(withCode({ state: 'used', isToCurrentAddress: false }))).toEqual([])
  })

  it('gives a code some time to leave before it calls it waiting', () => {
    const waiting = { state: 'asked', isSent: false, isDelivered: false } as const
    expect(causes(withCode({ ...waiting, ageMinutes: 0.5 }))).toEqual([])
    expect(causes(withCode({ ...waiting, ageMinutes: 3 }))).toEqual(['code-waiting'])
  })

  it('sees that five wrong tries ended the code', () => {
    expect(causes(withCode({ state: 'ended', wrongTries: 5 }))).toEqual(['tries-used-up'])
  })
})

describe('when no code came', () => {
  const sent = withCode({ state: 'sent', isDelivered: false })

  it.each<[LoginDetail, LoginCause, LoginFacts]>([
    ['own-mobile', 'no-report', sent],
    ['own-mobile', 'code-unseen', withCode({})],
    ['own-mobile', 'code-none', LOGS_IN],
    ['own-mobile', 'code-to-former-mobile', withCode({ isToCurrentAddress: false, ageMinutes: 90 })],
    ['other-mobile', 'mobile-wrong', sent],
    ['short-number', 'charged-sms-bar', LOGS_IN],
    ['by-email', 'email-delayed', LOGS_IN]
  ])('after "%s" finds %s', (detail, cause, facts) => {
    expect(causes(facts, 'no-code')).toEqual([])
    expect(causes(facts, 'no-code', detail)).toEqual([cause])
  })

  it('answers from the record where it can', () => {
    expect(causes(withCode({ state: 'uncertain' }), 'no-code')).toEqual(['code-uncertain'])
    expect(causes(withCode({ state: 'on-modem', ageMinutes: 0 }), 'no-code')).toEqual(['code-waiting'])
    expect(causes(withCode({ channel: 'email', state: 'sent' }), 'no-code')).toEqual(['email-delayed'])
  })

  it('does not ask about a mobile that nobody has registered', () => {
    const { question } = diagnose({ ...LOGS_IN, hasMobile: false }, { trouble: 'no-code', detail: null })
    expect(question).toEqual({ about: 'detail', choices: ['short-number', 'by-email'] })
  })
})

describe('when the code was refused', () => {
  it.each<[LoginCause, LoginFacts]>([
    ['code-expired', withCode({ state: 'expired', ageMinutes: 12 })],
    ['code-used', withCode({ state: 'used' })],
    ['older-code', withCode({ ageMinutes: 1 }, { state: 'replaced', ageMinutes: 3 })],
    ['code-mistyped', withCode({ wrongTries: 2 })],
    ['code-to-former-mobile', withCode({ isToCurrentAddress: false })],
    ['tries-used-up', withCode({ state: 'ended', wrongTries: 5 })]
  ])('finds %s in the record', (cause, facts) => {
    expect(causes(facts, 'code-refused')).toEqual([cause])
  })

  it('asks when the record is silent, and forgets codes older than an hour', () => {
    expect(causes(withCode({ state: 'expired', ageMinutes: 61 }), 'code-refused')).toEqual([])
    expect(causes({ hasFormerNumber: true }, 'code-refused', 'number-unknown')).toEqual(['number-ceased'])
    expect(causes({ wasNumberCorrected: true }, 'code-refused', 'number-unknown')).toEqual([
      'number-corrected'
    ])
    expect(causes({}, 'code-refused', 'number-unknown')).toEqual(['number-differs'])
    expect(causes({}, 'code-refused', 'not-activated')).toEqual(['account-not-activated'])
    expect(causes({}, 'code-refused', 'code-wrong')).toEqual(['older-code'])
    expect(causes(withCode({}), 'code-refused', 'code-wrong')).toEqual(['code-mistyped'])
  })
})

describe('when the code is asked for again and again', () => {
  it('tells open sessions, cookies and too many codes apart', () => {
    expect(causes({ minutesToNextCode: 7 }, 'asked-again')).toEqual(['code-limit'])
    expect(causes({}, 'asked-again', 'open-elsewhere')).toEqual(['open-elsewhere'])
    expect(causes({}, 'asked-again', 'cookies')).toEqual(['cookies-blocked'])
    expect(causes({}, 'asked-again', 'several-codes')).toEqual(['older-code'])
  })
})

it('sends nobody a code who has no mobile or has said no', () => {
  const { findings } = diagnose(
    { ...LOGS_IN, canBeSentCode: false },
    { trouble: 'no-code', detail: 'other-mobile' }
  )
  expect(findings).toEqual([{ cause: 'mobile-wrong', remedies: ['correct-mobile'] }])
})

const code = fc.record<CodeFact>({
  channel: fc.constantFrom('sms', 'email'),
  state: fc.constantFrom(
    ...(['asked', 'on-modem', 'sent', 'delivered', 'failed', 'uncertain'] as const),
    ...(['used', 'expired', 'replaced', 'ended'] as const)
  ),
  failure: fc.constantFrom(null, 'cms-1', 'cms-27', 'cms-310', 'expired', 'mobile-changed', 'status-67'),
  ageMinutes: fc.integer({ min: 0, max: 1440 }),
  isSent: fc.boolean(),
  isDelivered: fc.boolean(),
  wrongTries: fc.constantFrom(0, 1, 5),
  isToCurrentAddress: fc.boolean()
})
const anyFacts = fc.record<LoginFacts>({
  isReserved: fc.boolean(),
  hasGpHere: fc.boolean(),
  hasFullNumber: fc.boolean(),
  isMinor: fc.boolean(),
  childState: fc.constantFrom('none', 'minor', 'grown'),
  hasFormerNumber: fc.boolean(),
  wasNumberCorrected: fc.boolean(),
  hasMobile: fc.boolean(),
  isMobileDisputed: fc.boolean(),
  isMobileFromParents: fc.boolean(),
  isCodeAllowed: fc.boolean(),
  canBeSentCode: fc.boolean(),
  codes: fc.array(code, { maxLength: 4 }),
  minutesToNextCode: fc.integer({ min: 0, max: 1440 }),
  portal: fc.record({
    isLocked: fc.boolean(),
    hasActivationBounced: fc.boolean(),
    lastTry: fc.constantFrom(null, 'wrong', 'length', 'older', 'expired', 'used', 'tries-used-up')
  })
})

/** Every way through the questions, as a list of how many were asked and what was found. */
function everyWay(facts: LoginFacts): { asked: number; found: LoginCause[] }[] {
  const ways: { asked: number; found: LoginCause[] }[] = []
  const go = (trouble: LoginTrouble | null, detail: LoginDetail | null, asked: number): void => {
    const { findings, question } = diagnose(facts, { trouble, detail })
    ways.push({ asked, found: findings.map(({ cause }) => cause) })
    if (question?.about === 'trouble') question.choices.forEach((choice) => go(choice, null, asked + 1))
    if (question?.about === 'detail') question.choices.forEach((choice) => go(trouble, choice, asked + 1))
    expect(findings.length > 0 || question !== null).toBe(true)
  }
  go(null, null, 0)
  return ways
}

it('never asks more than two questions, and after the second one always has an answer', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      for (const { asked, found } of everyWay(facts)) {
        expect(asked).toBeLessThanOrEqual(2)
        if (asked === 2) expect(found).toHaveLength(1)
      }
    })
  )
})

it('reaches every cause from some record', () => {
  const reached = new Set<LoginCause>()
  fc.assert(
    fc.property(anyFacts, (facts) => {
      for (const { found } of everyWay(facts)) found.forEach((cause) => reached.add(cause))
    }),
    { numRuns: 1000, seed: 20261124 }
  )
  expect(LoginCause.options.filter((cause) => !reached.has(cause))).toEqual([])
})

it('answers whatever is asked of it, also a second answer that belongs to another first one', () => {
  fc.assert(
    fc.property(
      anyFacts,
      fc.constantFrom(...LOGIN_TROUBLES),
      fc.constantFrom(...LOGIN_DETAILS),
      (facts, trouble, detail) => {
        expect(diagnose(facts, { trouble, detail }).findings).toHaveLength(1)
      }
    )
  )
})
