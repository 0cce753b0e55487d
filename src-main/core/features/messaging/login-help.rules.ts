import type {
  LoginCause,
  LoginDetail,
  LoginFinding,
  LoginQuestion,
  LoginRemedy,
  LoginTrouble
} from '@contract/login-help'
import { LOGIN_TROUBLES } from '@contract/choices'
import { MOST_TRIES } from './code.rules'
import {
  kindOfFailure,
  type CodeFact,
  type FailureKind,
  type LoginFacts,
  type PortalFacts
} from './login-facts.rules'

/** What the patient has in mind when phoning: codes asked for within the hour. */
const RECENT_MINUTES = 60
/** A code is on the modem for seconds; one that waits longer waits for the modem. */
const WAITING_MINUTES = 1

export interface LoginAnswers {
  readonly trouble: LoginTrouble | null
  readonly detail: LoginDetail | null
}

export interface Diagnosis {
  readonly findings: readonly LoginFinding[]
  readonly question: LoginQuestion | null
}

/**
 * Why a patient does not get into the portal. Before any question: what the record alone proves. After the first
 * answer: what the record says about that trouble, else one more question. After the second there is always a finding.
 */
export function diagnose(facts: LoginFacts, { trouble, detail }: LoginAnswers): Diagnosis {
  if (trouble === null)
    return {
      findings: found(facts, provenBy(facts)),
      question: { about: 'trouble', choices: [...LOGIN_TROUBLES] }
    }
  if (detail !== null) return { findings: found(facts, [causeOf(facts, detail)]), question: null }
  const cause = TOLD[trouble](facts)
  const choices = choicesAfter(trouble, facts)
  return {
    findings: found(facts, cause === null ? [] : [cause]),
    question: choices.length === 0 ? null : { about: 'detail', choices }
  }
}

/** What the portal needs and the record lacks, then what is known of the newest code. */
function provenBy(facts: LoginFacts): LoginCause[] {
  const lacking = {
    reserved: facts.isReserved,
    'gp-elsewhere': !facts.hasGpHere,
    'number-missing': !facts.hasFullNumber,
    'mobile-missing': !facts.hasMobile,
    'mobile-disputed': facts.isMobileDisputed,
    'mobile-from-parents': facts.hasMobile && facts.isMobileFromParents,
    // A reservation stops everything; consent is asked about when it has ended.
    'consent-missing': !facts.isCodeAllowed && !facts.isReserved,
    'account-locked': facts.portal.isLocked,
    'account-not-activated': facts.portal.hasActivationBounced,
    'child-under-age': facts.isMinor
  } as const
  const asked = facts.isMinor ? LACKS_OF_CHILD : LACKS
  const missing = asked.filter((cause) => lacking[cause])
  const proven = provenByCode(facts) ?? provenByTry(facts)
  return proven === null ? missing : [...missing, proven]
}

const LACKS = [
  'reserved',
  'gp-elsewhere',
  'number-missing',
  'mobile-missing',
  'mobile-disputed',
  'mobile-from-parents',
  'consent-missing',
  'account-locked',
  'account-not-activated'
] as const satisfies LoginCause[]

/** A child's own telephone and consent do not matter: it is a guardian who logs in. */
const LACKS_OF_CHILD = ['child-under-age', 'gp-elsewhere', 'number-missing'] as const satisfies LoginCause[]

function provenByCode({ codes: [newest] }: LoginFacts): LoginCause | null {
  if (!newest) return null
  if (!newest.isToCurrentAddress) return wentElsewhere(newest) ? 'code-to-former-mobile' : null
  const failure = causeOfFailure(newest)
  if (failure !== null) return failure
  if (isWaiting(newest)) return newest.ageMinutes >= WAITING_MINUTES ? 'code-waiting' : null
  return newest.state === 'ended' && isRecent(newest) && hasNoTriesLeft(newest) ? 'tries-used-up' : null
}

/** What was typed at the portal last tells by itself what went wrong. */
function provenByTry({ portal: { lastTry } }: LoginFacts): LoginCause | null {
  return lastTry === null ? null : CAUSE_OF_TRY[lastTry]
}

const CAUSE_OF_TRY = {
  wrong: 'code-mistyped',
  length: 'code-mistyped',
  older: 'older-code',
  expired: 'code-expired',
  used: 'code-used',
  'tries-used-up': 'tries-used-up'
} as const satisfies Record<NonNullable<PortalFacts['lastTry']>, LoginCause>

/** A number that is wrong stays wrong; a telephone that was off and a modem that was out may be mended by now. */
function causeOfFailure(code: CodeFact): LoginCause | null {
  if (code.state !== 'failed') return null
  const kind = kindOfFailure(code.failure)
  if (code.channel === 'email') return isRecent(code) ? 'code-not-sent' : null
  if (kind === 'number') return 'mobile-wrong'
  return isRecent(code) ? CAUSE_OF_FAILURE[kind] : null
}

const CAUSE_OF_FAILURE = {
  reach: 'no-report',
  'former-mobile': 'code-to-former-mobile',
  own: 'code-not-sent'
} as const satisfies Partial<Record<FailureKind, LoginCause>>

/** What the record says to each answer of the first question; null where the patient must tell more. */
const TOLD: Record<LoginTrouble, (facts: LoginFacts) => LoginCause | null> = {
  'no-code': ({ codes: [newest] }) => {
    if (!newest) return null
    if (!newest.isToCurrentAddress) return wentElsewhere(newest) ? 'code-to-former-mobile' : null
    if (isWaiting(newest)) return 'code-waiting'
    if (newest.state === 'uncertain' && isRecent(newest)) return 'code-uncertain'
    if (newest.channel === 'email' && newest.isSent && isRecent(newest)) return 'email-delayed'
    return causeOfFailure(newest)
  },
  'code-refused': ({ codes }) => {
    const [newest, ...older] = codes.filter(isRecent)
    if (!newest) return null
    if (wentElsewhere(newest)) return 'code-to-former-mobile'
    if (newest.state === 'ended') return hasNoTriesLeft(newest) ? 'tries-used-up' : 'code-to-former-mobile'
    if (newest.state === 'expired') return 'code-expired'
    if (newest.state === 'used') return 'code-used'
    if (older.some(({ state, isSent }) => state === 'replaced' && isSent)) return 'older-code'
    return newest.wrongTries > 0 ? 'code-mistyped' : null
  },
  'asked-again': ({ minutesToNextCode }) => (minutesToNextCode > 0 ? 'code-limit' : null),
  eid: () => 'eid',
  other: () => null
}

/** At most one more question, with the causes that only the patient can tell apart. */
function choicesAfter(trouble: LoginTrouble, { hasMobile }: LoginFacts): LoginDetail[] {
  const mobiles: LoginDetail[] = hasMobile ? ['own-mobile', 'other-mobile'] : []
  return {
    'no-code': [...mobiles, 'short-number', 'by-email'] satisfies LoginDetail[],
    'code-refused': ['code-wrong', 'number-unknown', 'not-activated'] satisfies LoginDetail[],
    'asked-again': ['open-elsewhere', 'cookies', 'several-codes'] satisfies LoginDetail[],
    eid: [],
    other: [
      'number-unknown',
      'not-activated',
      'child-not-shown',
      'by-email',
      'none-of-these'
    ] satisfies LoginDetail[]
  }[trouble]
}

function causeOf(facts: LoginFacts, detail: LoginDetail): LoginCause {
  const [newest] = facts.codes
  switch (detail) {
    case 'own-mobile':
      return causeOnOwnMobile(newest)
    case 'code-wrong':
      return newest && isRecent(newest) && isLive(newest) ? 'code-mistyped' : 'older-code'
    case 'number-unknown':
      return causeOfUnknownNumber(facts)
    case 'child-not-shown':
      return CHILD_NOT_SHOWN[facts.childState]
    default:
      return SAID[detail]
  }
}

/** A parent does not see the child: it decides alone by now, or nobody has said whose child it is. */
const CHILD_NOT_SHOWN = {
  grown: 'child-grown',
  none: 'child-not-registered',
  minor: 'unexplained'
} as const satisfies Record<LoginFacts['childState'], LoginCause>

/** A number that was replaced is the likelier: the patient goes on typing it. */
function causeOfUnknownNumber({ hasFormerNumber, wasNumberCorrected }: LoginFacts): LoginCause {
  if (hasFormerNumber) return 'number-ceased'
  return wasNumberCorrected ? 'number-corrected' : 'number-differs'
}

/** The patient holds the telephone that is registered, and no code has come. */
function causeOnOwnMobile(newest: CodeFact | undefined): LoginCause {
  if (!newest) return 'code-none'
  if (!newest.isToCurrentAddress) return 'code-to-former-mobile'
  if (newest.isDelivered) return 'code-unseen'
  return newest.isSent ? 'no-report' : 'code-not-sent'
}

/** The portal's own data are not in the house: what the patient says is taken as it is said. */
const SAID = {
  'other-mobile': 'mobile-wrong',
  'short-number': 'charged-sms-bar',
  'by-email': 'email-delayed',
  'not-activated': 'account-not-activated',
  'open-elsewhere': 'open-elsewhere',
  cookies: 'cookies-blocked',
  'several-codes': 'older-code',
  'none-of-these': 'unexplained'
} as const satisfies Partial<Record<LoginDetail, LoginCause>>

const REMEDIES: Record<LoginCause, readonly LoginRemedy[]> = {
  reserved: ['register-consent'],
  'gp-elsewhere': ['correct-gp'],
  'number-missing': ['correct-number'],
  'mobile-missing': ['correct-mobile'],
  'mobile-disputed': ['correct-mobile'],
  'mobile-from-parents': ['confirm-mobile', 'register-consent'],
  'consent-missing': ['register-consent'],
  'child-under-age': ['show-family'],
  'child-grown': ['show-family'],
  'child-not-registered': ['show-family'],
  'mobile-wrong': ['correct-mobile', 'send-code'],
  'code-not-sent': ['send-code', 'show-codes'],
  'code-waiting': ['show-codes'],
  'code-uncertain': ['send-code', 'show-codes'],
  'code-none': ['send-code'],
  'no-report': ['send-code', 'correct-mobile', 'show-codes'],
  'code-unseen': ['send-code', 'show-codes'],
  'code-limit': ['show-codes'],
  'tries-used-up': ['send-code'],
  'code-expired': ['send-code'],
  'code-used': ['send-code'],
  'code-to-former-mobile': ['send-code'],
  'older-code': ['send-code', 'show-codes'],
  'code-mistyped': ['send-code'],
  'number-ceased': ['correct-number'],
  'number-corrected': ['correct-number'],
  'number-differs': ['correct-number'],
  'account-locked': ['unlock-account'],
  'account-not-activated': [],
  'charged-sms-bar': ['send-code'],
  'email-delayed': [],
  'open-elsewhere': [],
  'cookies-blocked': [],
  eid: [],
  unexplained: ['send-code', 'show-codes']
}

function found({ canBeSentCode }: LoginFacts, causes: readonly LoginCause[]): LoginFinding[] {
  return causes.map((cause) => ({
    cause,
    remedies: REMEDIES[cause].filter((remedy) => remedy !== 'send-code' || canBeSentCode)
  }))
}

const isRecent = ({ ageMinutes }: CodeFact): boolean => ageMinutes < RECENT_MINUTES
/** The mobile was changed after the code had been asked for, and the patient still waits for it. */
const wentElsewhere = (code: CodeFact): boolean =>
  !code.isToCurrentAddress && code.state !== 'used' && isRecent(code)
const isWaiting = ({ state }: CodeFact): boolean => state === 'asked' || state === 'on-modem'
const isLive = (code: CodeFact): boolean =>
  isWaiting(code) || code.state === 'sent' || code.state === 'delivered'
const hasNoTriesLeft = ({ wrongTries }: CodeFact): boolean => wrongTries >= MOST_TRIES
