import { z } from 'zod'
import { CodeId, PatientId } from './ids'
import { DESK, type EventSpec, type MethodSpec } from './method'
import { Instant } from './values'

/** A one-time code on its way; the digits themselves are in no answer. */
export const CodeState = z.strictObject({
  id: CodeId,
  patientId: PatientId,
  mobileDisplay: z.string(),
  askedAt: Instant,
  sentAt: Instant.nullable(),
  deliveredAt: Instant.nullable(),
  expiresAt: Instant,
  state: z.enum([
    'asked',
    'on-modem',
    'sent',
    'delivered',
    'failed',
    'uncertain',
    'used',
    'expired',
    'replaced',
    'ended'
  ]),
  /** Why it failed, as an error code with a sentence of its own. */
  failure: z.string().nullable(),
  triesLeft: z.int()
})
export type CodeState = z.infer<typeof CodeState>

/** `older-code`: a newer one was sent at `newerSentAt`. `too-few`/`too-many`: not six digits. */
export const CodeOutcome = z.strictObject({
  outcome: z.enum(['verified', 'wrong', 'too-few', 'too-many', 'older-code', 'expired', 'ended', 'used']),
  triesLeft: z.int(),
  newerSentAt: Instant.nullable()
})
export type CodeOutcome = z.infer<typeof CodeOutcome>

export const codeMethods = {
  /** Sends a six-digit code to the patient's mobile. At most three in ten minutes and ten a day (`code-limit`). */
  'codes.send': { input: z.strictObject({ patientId: PatientId }), output: CodeState, access: DESK },
  'codes.current': {
    input: z.strictObject({ patientId: PatientId }),
    output: CodeState.nullable(),
    access: DESK
  },
  'codes.check': {
    input: z.strictObject({ patientId: PatientId, text: z.string().max(100) }),
    output: CodeOutcome,
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>

export const codeEvents = {
  'codes.changed': { payload: z.strictObject({ patientId: PatientId }), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
