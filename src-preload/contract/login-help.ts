import { z } from 'zod'
import { LOGIN_DETAILS, LOGIN_TROUBLES } from './choices'
import { PatientId } from './ids'
import { CodeSource } from './codes'
import { DESK, type MethodSpec } from './method'
import { Instant, Language } from './values'

export const LoginTrouble = z.enum(LOGIN_TROUBLES)
export type LoginTrouble = z.infer<typeof LoginTrouble>

export const LoginDetail = z.enum(LOGIN_DETAILS)
export type LoginDetail = z.infer<typeof LoginDetail>

/** Why a patient does not get into the portal; each has its words in the locales (`login-help.cause.<cause>`). */
export const LoginCause = z.enum([
  // What the portal needs and the record lacks.
  'reserved',
  'gp-elsewhere',
  'number-missing',
  'mobile-missing',
  'mobile-disputed',
  'mobile-from-parents',
  'consent-missing',
  // How the account at the portal stands.
  'account-locked',
  // Who logs in for whom.
  'child-under-age',
  'child-grown',
  'child-not-registered',
  // What became of the code.
  'mobile-wrong',
  'code-not-sent',
  'code-waiting',
  'code-uncertain',
  'code-none',
  'no-report',
  'code-unseen',
  'code-limit',
  'tries-used-up',
  'code-expired',
  'code-used',
  'code-to-former-mobile',
  'older-code',
  'code-mistyped',
  // What only the patient can tell.
  'number-ceased',
  'number-corrected',
  'number-differs',
  'account-not-activated',
  'charged-sms-bar',
  'email-delayed',
  'open-elsewhere',
  'cookies-blocked',
  'eid',
  'unexplained'
])
export type LoginCause = z.infer<typeof LoginCause>

/** What the desk can do about it, one key away. */
export const LoginRemedy = z.enum([
  'correct-mobile',
  'correct-number',
  'correct-gp',
  'send-code',
  'confirm-mobile',
  'register-consent',
  'show-codes',
  'show-family',
  'unlock-account'
])
export type LoginRemedy = z.infer<typeof LoginRemedy>

export const LoginFinding = z.strictObject({ cause: LoginCause, remedies: z.array(LoginRemedy) })
export type LoginFinding = z.infer<typeof LoginFinding>

export const LoginQuestion = z.discriminatedUnion('about', [
  z.strictObject({ about: z.literal('trouble'), choices: z.array(LoginTrouble) }),
  z.strictObject({ about: z.literal('detail'), choices: z.array(LoginDetail) })
])
export type LoginQuestion = z.infer<typeof LoginQuestion>

/** What somebody did, or what became of it. */
export const LoginStep = z.strictObject({
  what: z.enum([
    'asked',
    // Of a request that brought no code.
    'refused-limit',
    'refused-not-allowed',
    'refused-nothing-to-verify',
    'refused-too-late',
    // Of a code on its way.
    'on-modem',
    'sent',
    'delivered',
    'failed',
    'uncertain',
    'never-left',
    // Of what was typed at the portal.
    'typed-right',
    'typed-wrong',
    'typed-length',
    'typed-older',
    'typed-expired',
    'typed-used',
    'typed-tries-used-up',
    // At the desk, or by a newer code.
    'used',
    'replaced',
    'ended'
  ]),
  at: Instant
})
export type LoginStep = z.infer<typeof LoginStep>

/** One code that was asked for, with all that became of it. */
export const LoginAttempt = z.strictObject({
  source: CodeSource,
  /** `verify-mobile`: to prove a mobile that was typed at the portal. */
  purpose: z.enum(['login', 'verify-mobile']),
  /** Who asked for it at the desk. */
  askedBy: z.string().nullable(),
  steps: z.array(LoginStep)
})
export type LoginAttempt = z.infer<typeof LoginAttempt>

export const LoginHelp = z.strictObject({
  /** The weightiest first; empty until a question is answered. */
  findings: z.array(LoginFinding),
  /** The next question: to be asked where nothing was found, and possible where what was found is not it. */
  question: LoginQuestion.nullable(),
  /** Of the last 24 hours, the newest first. */
  attempts: z.array(LoginAttempt),
  /** What the sentences about the findings name. */
  facts: z.strictObject({
    /** The patient's, else the clinic's. */
    language: Language,
    mobileDisplay: z.string().nullable(),
    /** The last digits only: it is read aloud where others hear it. */
    numberEnding: z.string().nullable(),
    /** Of the number that the one in use replaced. */
    formerNumberEnding: z.string().nullable(),
    /** When the clinic corrected a number that it had wrong. */
    numberCorrectedAt: Instant.nullable(),
    codeAskedAt: Instant.nullable(),
    codeSentAt: Instant.nullable(),
    codeDeliveredAt: Instant.nullable(),
    /** Why the newest code did not get there, as a code with a sentence of its own. */
    codeFailure: z.string().nullable(),
    triesLeft: z.int(),
    /** The age from which a patient logs in alone, and the parents no more. */
    majorityAge: z.int(),
    /** Whole minutes until another code may be sent; 0 is now. */
    minutesToNextCode: z.int()
  })
})
export type LoginHelp = z.infer<typeof LoginHelp>

export const loginHelpMethods = {
  /** What keeps the patient out, from the record and at most two answers; what is found is logged. */
  'loginHelp.diagnose': {
    input: z
      .strictObject({
        patientId: PatientId,
        trouble: LoginTrouble.nullable(),
        detail: LoginDetail.nullable()
      })
      .refine(({ trouble, detail }) => detail === null || trouble !== null),
    output: LoginHelp,
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>
