import { z } from 'zod'
import { COUNTRY_CODES, IDENTIFIER_CHANGES, REPLACEMENT_QUESTIONS } from './choices'
import { IdentifierChangeId, IdentifierId, PatientId } from './ids'
import { DESK, type MethodSpec } from './method'
import { Identifier, IdentifierType, NumberVerdict, Patient } from './patients'
import { CivilDate, Instant, Line } from './values'

export const CountryCode = z.enum(COUNTRY_CODES)
export type CountryCode = z.infer<typeof CountryCode>

/** A number or document as typed; the core checks it again. */
export const IdentifierDraft = z.strictObject({
  /** Null: the digits tell. */
  type: IdentifierType.nullable(),
  /** Who issued it, of a passport, an EHIC or a number of another country. */
  country: CountryCode.nullable(),
  value: Line(40),
  /** The desk has seen the warning and goes on. */
  acceptsWarning: z.boolean(),
  /** Null: from today. */
  periodStart: CivilDate.nullable(),
  /** The day a document runs out. */
  periodEnd: CivilDate.nullable()
})
export type IdentifierDraft = z.infer<typeof IdentifierDraft>

/**
 * What became of an identifier. `replaced`: the register gave another one, and the former was right. `corrected`: it
 * never was the patient's and is no longer found.
 */
export const IdentifierChange = z.strictObject({
  id: IdentifierChangeId,
  kind: z.enum(IDENTIFIER_CHANGES),
  before: z
    .strictObject({ type: IdentifierType, country: z.string().nullable(), value: z.string() })
    .nullable(),
  after: z
    .strictObject({ type: IdentifierType, country: z.string().nullable(), value: z.string() })
    .nullable(),
  changedAt: Instant,
  userName: z.string(),
  isUndone: z.boolean()
})
export type IdentifierChange = z.infer<typeof IdentifierChange>

/** What is asked before a number is replaced. */
export const ReplacementQuestion = z.enum(REPLACEMENT_QUESTIONS)
export type ReplacementQuestion = z.infer<typeof ReplacementQuestion>

/** What another number would do, before it is done. */
export const Replacement = z.strictObject({
  verdict: NumberVerdict,
  /** In use until then; each stays findable. */
  ends: z.array(Identifier),
  /** The birth date the record gets, where the number states another one than the record has. */
  birthDate: CivilDate.nullable(),
  /** The portal knows the patient by a number that ends, and must learn both. */
  isForPortal: z.boolean(),
  questions: z.array(ReplacementQuestion)
})
export type Replacement = z.infer<typeof Replacement>

const Changed = z.strictObject({ patient: Patient, changeId: IdentifierChangeId })

export const identifierMethods = {
  /** A number or document as typed, by the rules of who issued it. */
  'identifiers.check': {
    input: z.strictObject({
      patientId: PatientId.nullable(),
      type: IdentifierType.nullable(),
      country: CountryCode.nullable(),
      text: z.string().max(60)
    }),
    output: NumberVerdict,
    access: DESK
  },
  /** One more that the patient is known by. Ends the help numbers that stood in for it. */
  'identifiers.add': {
    input: IdentifierDraft.extend({ patientId: PatientId }),
    output: Changed,
    access: DESK
  },
  /** Was the patient's until that day, today at the latest; it still finds the patient. */
  'identifiers.cease': {
    input: z.strictObject({ patientId: PatientId, identifierId: IdentifierId, on: CivilDate }),
    output: Changed,
    access: DESK
  },
  /** Never was the patient's: the right one stands in its place, or none, and it finds nobody any more. */
  'identifiers.correct': {
    input: z.strictObject({
      patientId: PatientId,
      identifierId: IdentifierId,
      right: IdentifierDraft.nullable()
    }),
    output: Changed,
    access: DESK
  },
  /** What another number, such as a fødselsnummer after a D-number, would do. Nothing is changed. */
  'identifiers.planReplacement': {
    input: z.strictObject({ patientId: PatientId, text: z.string().max(40) }),
    output: Replacement,
    access: DESK
  },
  /**
   * The register gave the patient another number: one patient, the former one ceased today, found by either. Refused
   * with `replacement-unconfirmed` where a question of the plan is not among `confirmed`.
   */
  'identifiers.replace': {
    input: z.strictObject({
      patientId: PatientId,
      text: Line(40),
      acceptsWarning: z.boolean(),
      confirmed: z.array(ReplacementQuestion).max(REPLACEMENT_QUESTIONS.length)
    }),
    output: Changed,
    access: DESK
  },
  /** Newest first. The look is logged once for each opening of the record. */
  'identifiers.history': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.array(IdentifierChange),
    access: DESK
  },
  /** Takes the newest change back. Refused with `identifier-changed-since` when something came after it. */
  'identifiers.undo': {
    input: z.strictObject({ patientId: PatientId, changeId: IdentifierChangeId }),
    output: Patient,
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>
