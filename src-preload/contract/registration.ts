import { z } from 'zod'
import { RECORD_GAPS } from './choices'
import { IdentifierDraft } from './identifiers'
import { PatientId } from './ids'
import { DESK, type MethodSpec } from './method'
import { GuardianDraft, Patient, PatientDraft, PatientHit, Sex } from './patients'
import { CivilDate, Instant, Language, Line, PageCursor } from './values'

/** What a record lacks. */
export const RecordGap = z.enum(RECORD_GAPS)
export type RecordGap = z.infer<typeof RecordGap>

export const IncompleteRecord = z.strictObject({
  hit: PatientHit,
  missing: z.array(RecordGap),
  /** When it was registered. */
  since: Instant
})
export type IncompleteRecord = z.infer<typeof IncompleteRecord>

/** A registration that is being typed, and the one that was laid aside for it. */
export const KeptDraft = z.strictObject({
  place: z.enum(['new', 'parked']),
  base: PatientDraft,
  draft: PatientDraft,
  birthDateText: z.string().max(40),
  guardians: z.array(GuardianDraft.extend({ name: z.string().max(220) })).max(20)
})
export type KeptDraft = z.infer<typeof KeptDraft>

export const registrationMethods = {
  /**
   * A child without a number or a name: named after its mother until then, the mother its guardian who gets the
   * messages, where she lives and who her GP is taken over, and in Norway an H-number of the clinic's own.
   */
  'registration.newborn': {
    input: z.strictObject({
      /** The mother. */
      patientId: PatientId,
      sex: Sex,
      birthDate: CivilDate,
      carriesMessages: z.boolean()
    }),
    output: Patient,
    access: DESK
  },
  /** Somebody who cannot say who they are; an H-number only where the age is guessed. */
  'registration.unknown': {
    input: z.strictObject({
      sex: Sex,
      approximateAge: z.int().min(0).max(120).nullable(),
      note: z.string().max(2000)
    }),
    output: Patient,
    access: DESK
  },
  /** Somebody from abroad by passport, European health insurance card or the home country's number. */
  'registration.foreign': {
    input: z.strictObject({
      familyName: Line(100),
      givenName: Line(100),
      birthDate: CivilDate.nullable(),
      sex: Sex,
      language: Language.nullable(),
      mobile: Line(30).nullable(),
      identifier: IdentifierDraft.nullable(),
      /** The health insurance card, where the patient has one beside the passport. */
      ehic: IdentifierDraft.nullable().default(null),
      /** Where they live at home, as they write it. */
      address: z
        .strictObject({ line: Line(200), postalCode: Line(10), city: Line(60) })
        .nullable()
        .default(null),
      note: z.string().max(2000)
    }),
    output: Patient,
    access: DESK
  },
  /** Keeps in memory what is being typed in this window, for this person; none: it was saved or thrown away. */
  'registration.keepDrafts': {
    input: z.strictObject({ window: z.int(), drafts: z.array(KeptDraft).max(2) }),
    output: z.strictObject({}),
    access: DESK
  },
  /** What this person was typing in this window when the page was lost. */
  'registration.keptDrafts': {
    input: z.strictObject({ window: z.int() }),
    output: z.array(KeptDraft),
    access: DESK
  },
  /** Records that lack something, those registered last at the head. Null: whatever they lack. */
  'registration.incomplete': {
    input: z.strictObject({
      missing: RecordGap.nullable(),
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(200)
    }),
    output: z.strictObject({
      records: z.array(IncompleteRecord),
      nextCursor: PageCursor.nullable(),
      total: z.int(),
      /** There are more than were counted. */
      isTotalOpen: z.boolean()
    }),
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>
