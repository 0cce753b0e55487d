import { z } from 'zod'
import { CODE_FILTERS } from './choices'
import { ConsentChannel } from './consents'
import { CodeId, PatientId } from './ids'
import { DESK, type EventSpec, type MethodSpec } from './method'
import { Instant, PageCursor } from './values'

/** A one-time code on its way; the digits themselves are in no answer. */
export const CodeState = z.strictObject({
  id: CodeId,
  patientId: PatientId,
  channel: ConsentChannel,
  /** The number, or the e-mail address, it was sent to. */
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

/** Who asked for a code: somebody at the desk, or the patient in the portal. */
export const CodeSource = z.enum(['desk', 'portal'])
export type CodeSource = z.infer<typeof CodeSource>

/** The whole life of a code, for whoever must tell what became of it. */
export const CodeLife = z.strictObject({
  id: CodeId,
  patientId: PatientId,
  patientName: z.string(),
  channel: ConsentChannel,
  /** The number, or the e-mail address, it was sent to. */
  mobileDisplay: z.string(),
  source: CodeSource,
  /** Who asked for it at the desk. */
  askedBy: z.string().nullable(),
  askedAt: Instant,
  /** When it was handed to the modem last. */
  modemAt: Instant.nullable(),
  sentAt: Instant.nullable(),
  deliveredAt: Instant.nullable(),
  /** When it was used, replaced, ended after wrong tries, or ran out. */
  endedAt: Instant.nullable(),
  expiresAt: Instant,
  /** `failed` also when it ran out before it could leave, and whatever became of it afterwards. */
  state: CodeState.shape.state,
  /** Why it failed or is uncertain, as a code with a sentence of its own. */
  failure: z.string().nullable(),
  wrongTries: z.int()
})
export type CodeLife = z.infer<typeof CodeLife>

export const CodeFilter = z.enum(CODE_FILTERS)
export type CodeFilter = z.infer<typeof CodeFilter>

/** `older-code`: a newer one was sent at `newerSentAt`. `too-few`/`too-many`: not six digits. */
export const CodeOutcome = z.strictObject({
  outcome: z.enum(['verified', 'wrong', 'too-few', 'too-many', 'older-code', 'expired', 'ended', 'used']),
  triesLeft: z.int(),
  newerSentAt: Instant.nullable()
})
export type CodeOutcome = z.infer<typeof CodeOutcome>

export const codeMethods = {
  /**
   * Sends a six-digit code to the patient's mobile, or to the e-mail address when that is the channel named, preferred,
   * or the only one. At most three in ten minutes and ten a day (`code-limit`).
   */
  'codes.send': {
    input: z.strictObject({ patientId: PatientId, channel: ConsentChannel.optional() }),
    output: CodeState,
    access: DESK
  },
  'codes.current': {
    input: z.strictObject({ patientId: PatientId }),
    output: CodeState.nullable(),
    access: DESK
  },
  'codes.check': {
    input: z.strictObject({ patientId: PatientId, text: z.string().max(100) }),
    output: CodeOutcome,
    access: DESK
  },
  /** Newest first; of one patient, or of everybody. */
  'codes.list': {
    input: z.strictObject({
      patientId: PatientId.nullable(),
      filter: CodeFilter,
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(200)
    }),
    output: z.strictObject({ codes: z.array(CodeLife), nextCursor: PageCursor.nullable() }),
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>

export const codeEvents = {
  'codes.changed': { payload: z.strictObject({ patientId: PatientId }), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
