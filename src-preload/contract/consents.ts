import { z } from 'zod'
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from './choices'
import { PatientId } from './ids'
import { DESK, type MethodSpec } from './method'
import { CivilDate, Instant, Language } from './values'

export const ConsentPurpose = z.enum(CONSENT_PURPOSES)
export type ConsentPurpose = z.infer<typeof ConsentPurpose>

/** What a consent form says besides its questions. */
export const ConsentFormWords = z.strictObject({
  title: z.string(),
  intro: z.string(),
  name: z.string(),
  birthDate: z.string(),
  sms: z.string(),
  email: z.string(),
  yes: z.string(),
  no: z.string(),
  rights: z.string(),
  guardian: z.string(),
  date: z.string(),
  signature: z.string(),
  version: z.string()
})

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
  /** On what the state rests; its words are those of the clinic's country. */
  legalBasis: LegalBasis,
  decidedAt: Instant.nullable()
})
export type Consent = z.infer<typeof Consent>

export const ConsentHow = z.enum(['desk', 'portal', 'sms-reply', 'paper', 'import'])

/** What a patient decided about one purpose on one channel. */
export const ConsentChoice = z.strictObject({
  purpose: ConsentPurpose,
  channel: ConsentChannel,
  decision: z.enum(['given', 'withdrawn'])
})
export type ConsentChoice = z.infer<typeof ConsentChoice>

export const ConsentDecision = z.strictObject({
  id: z.int(),
  /** Null for a reservation, which concerns every purpose and channel. */
  purpose: ConsentPurpose.nullable(),
  channel: ConsentChannel.nullable(),
  /** `undecided`: what was recorded before was a mistake, and before it nothing had been decided. */
  decision: z.enum(['given', 'withdrawn', 'undecided', 'reserved', 'reservation-ended']),
  legalBasis: LegalBasis,
  wordingVersion: z.string(),
  /** What the patient was asked, word for word; null for a reservation and where the words are not ours. */
  wording: z.string().nullable(),
  decidedAt: Instant,
  how: ConsentHow,
  /** When the SMS that it answers went out; null where none asked. */
  askedAt: Instant.nullable(),
  /** The day beside the signature on a form. */
  signedOn: CivilDate.nullable(),
  /** The decision that this one takes back. */
  undoes: z.int().nullable(),
  /**
   * Of a consent that others gave for a child, and that is the newest of its purpose and channel: `majority`: it counts
   * no more from that day; `guardian-ended`: on that day the last of those who were guardians then ended, and it is to
   * be asked again.
   */
  lapse: z.strictObject({ cause: z.enum(['majority', 'guardian-ended']), on: CivilDate }).nullable(),
  byUser: z.string().nullable()
})
export type ConsentDecision = z.infer<typeof ConsentDecision>

/** Decisions as recorded, and what they did to the messages that waited. */
export const RecordedConsents = z.strictObject({
  consents: z.array(Consent),
  /** The new rows of the history, for taking them back. */
  decisionIds: z.array(z.int()),
  /** Waiting messages that were stopped with it. */
  stopped: z.int(),
  /** Messages stopped before that wait again. */
  revived: z.int()
})
export type RecordedConsents = z.infer<typeof RecordedConsents>

/** A form for the patient's signature, in the patient's language. */
export const ConsentForm = z.strictObject({
  language: Language,
  wordingVersion: z.string(),
  clinic: z.strictObject({ name: z.string(), address: z.string(), telephone: z.string() }),
  patient: z.strictObject({ name: z.string(), birthDate: CivilDate.nullable() }),
  /** The words around the questions, each by its key. */
  words: ConsentFormWords,
  questions: z.array(z.strictObject({ purpose: ConsentPurpose, text: z.string() }))
})
export type ConsentForm = z.infer<typeof ConsentForm>

const Choices = z.array(ConsentChoice).min(1).max(20)

export const consentMethods = {
  /** Decisions of one conversation or one form. Refused with `signed-in-future`, `signed-before-newer`. */
  'consents.record': {
    input: z.strictObject({
      patientId: PatientId,
      decisions: Choices,
      /** From a form on paper: the day beside the signature. */
      signedOn: CivilDate.nullable().default(null)
    }),
    output: RecordedConsents,
    access: DESK
  },
  /** How many waiting messages such decisions would stop. Nothing is changed. */
  'consents.previewStop': {
    input: z.strictObject({ patientId: PatientId, decisions: z.array(ConsentChoice).max(20) }),
    output: z.strictObject({ count: z.int(), ifReserved: z.int() }),
    access: DESK
  },
  /** Takes back what was recorded by mistake, with new rows. Refused with `consent-newer` when more was decided since. */
  'consents.undo': {
    input: z.strictObject({ patientId: PatientId, decisionIds: z.array(z.int()).min(1).max(20) }),
    output: RecordedConsents,
    access: DESK
  },
  'consents.setReserved': {
    input: z.strictObject({ patientId: PatientId, isReserved: z.boolean() }),
    output: RecordedConsents,
    access: DESK
  },
  /** What is printed for the patient to sign. */
  'consents.form': {
    input: z.strictObject({ patientId: PatientId }),
    output: ConsentForm,
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
