import { z } from 'zod'
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from './choices'
import { PatientId } from './ids'
import { DESK, type MethodSpec } from './method'
import { Instant } from './values'

export const ConsentPurpose = z.enum(CONSENT_PURPOSES)
export type ConsentPurpose = z.infer<typeof ConsentPurpose>

export const ConsentChannel = z.enum(CONSENT_CHANNELS)
export type ConsentChannel = z.infer<typeof ConsentChannel>

/** `default`: nobody has decided, the country's default basis counts (NO: the number was given for it; DK: none). */
export const ConsentStateValue = z.enum(['given', 'withdrawn', 'default-given', 'default-missing'])

export const LegalBasis = z.enum(['consent', 'number-given', 'none'])
export type LegalBasis = z.infer<typeof LegalBasis>

export const Consent = z.strictObject({
  purpose: ConsentPurpose,
  channel: ConsentChannel,
  state: ConsentStateValue,
  /** Whether a message may leave on this state. */
  isAllowed: z.boolean(),
  decidedAt: Instant.nullable()
})
export type Consent = z.infer<typeof Consent>

export const ConsentHow = z.enum(['desk', 'portal', 'sms-reply', 'import'])

export const ConsentDecision = z.strictObject({
  id: z.int(),
  /** Null for a reservation, which concerns every purpose and channel. */
  purpose: ConsentPurpose.nullable(),
  channel: ConsentChannel.nullable(),
  decision: z.enum(['given', 'withdrawn', 'reserved', 'reservation-ended']),
  legalBasis: LegalBasis,
  wordingVersion: z.string(),
  decidedAt: Instant,
  how: ConsentHow,
  byUser: z.string().nullable()
})
export type ConsentDecision = z.infer<typeof ConsentDecision>

export const consentMethods = {
  'consents.record': {
    input: z.strictObject({
      patientId: PatientId,
      decisions: z
        .array(
          z.strictObject({
            purpose: ConsentPurpose,
            channel: ConsentChannel,
            decision: z.enum(['given', 'withdrawn'])
          })
        )
        .min(1)
        .max(20)
    }),
    output: z.array(Consent),
    access: DESK
  },
  'consents.setReserved': {
    input: z.strictObject({ patientId: PatientId, isReserved: z.boolean() }),
    output: z.array(Consent),
    access: DESK
  },
  'consents.history': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.array(ConsentDecision),
    access: 'signed-in'
  },
  /** The sentence read to the patient, in their language, with its version. */
  'consents.wording': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.array(z.strictObject({ purpose: ConsentPurpose, text: z.string(), version: z.string() })),
    access: 'signed-in'
  }
} as const satisfies Record<string, MethodSpec>
