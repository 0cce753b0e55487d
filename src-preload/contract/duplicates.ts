import { z } from 'zod'
import { DUPLICATE_REASONS, MERGE_FIELDS, SINCE_KINDS } from './choices'
import { MergeId, PatientId } from './ids'
import { DESK, type EventSpec, type MethodSpec } from './method'
import { PatientHit } from './patients'
import { CivilDate, Instant, Line, PageCursor } from './values'

/** What speaks for two records being one person, and (`other-…`) what speaks against it. */
export const DuplicateReason = z.enum(DUPLICATE_REASONS)
export type DuplicateReason = z.infer<typeof DuplicateReason>

/** 0–100: 60 is likely, 80 very likely, 100 the same number. */
const Score = z.int().min(0).max(100)

export const SimilarPatient = PatientHit.extend({ score: Score, reasons: z.array(DuplicateReason) })
export type SimilarPatient = z.infer<typeof SimilarPatient>

export const DuplicatePair = z.strictObject({
  one: PatientHit,
  other: PatientHit,
  score: Score,
  reasons: z.array(DuplicateReason),
  foundAt: Instant
})
export type DuplicatePair = z.infer<typeof DuplicatePair>

export const MergeField = z.enum(MERGE_FIELDS)
export type MergeField = z.infer<typeof MergeField>

/** Whose value the record keeps; `both` only where two texts can stand one after the other. */
export const MergeChoice = z.enum(['survivor', 'loser', 'both'])
export type MergeChoice = z.infer<typeof MergeChoice>
export const MergeChoices = z.partialRecord(MergeField, MergeChoice)
export type MergeChoices = z.infer<typeof MergeChoices>

/** How many of each kind belong to a record. */
export const RecordContents = z.strictObject({
  appointments: z.int(),
  messages: z.int(),
  letters: z.int(),
  replies: z.int(),
  consents: z.int(),
  relations: z.int(),
  tasks: z.int(),
  waitingList: z.int(),
  identifiers: z.int()
})
export type RecordContents = z.infer<typeof RecordContents>

export const ComparedRecord = z.strictObject({
  id: PatientId,
  version: z.int(),
  name: z.string(),
  createdAt: Instant,
  contents: RecordContents
})
export type ComparedRecord = z.infer<typeof ComparedRecord>

export const ComparedField = z.strictObject({
  field: MergeField,
  /** As a person reads it, or a code that the page has words for (sex, language, channel, protection); null: none. */
  one: z.string().nullable(),
  other: z.string().nullable(),
  isDifferent: z.boolean(),
  /** Which of the two is the better guess; null where the core decides by itself (the stricter protection). */
  suggested: z.enum(['one', 'other', 'both']).nullable()
})
export type ComparedField = z.infer<typeof ComparedField>

export const Comparison = z.strictObject({
  one: ComparedRecord,
  other: ComparedRecord,
  score: Score,
  reasons: z.array(DuplicateReason),
  fields: z.array(ComparedField),
  suggestedSurvivorId: PatientId,
  /** The desk has said that they are two people. */
  isDismissed: z.boolean(),
  /** One of them is protected or confidential: merging says why, too. */
  isReasonNeeded: z.boolean(),
  /** Why they cannot be merged: a code with a sentence. */
  obstacle: z.string().nullable()
})
export type Comparison = z.infer<typeof Comparison>

export const Merge = z.strictObject({
  id: MergeId,
  survivor: PatientHit,
  /** The name the other record had. */
  formerName: z.string(),
  formerBirthDate: CivilDate.nullable(),
  mergedAt: Instant,
  userName: z.string(),
  undoneAt: Instant.nullable(),
  undoneBy: z.string().nullable()
})
export type Merge = z.infer<typeof Merge>

export const SinceKind = z.enum(SINCE_KINDS)
export type SinceKind = z.infer<typeof SinceKind>

/** Whose something is once the merge is undone; `both` only for a decision about consent. */
export const Side = z.enum(['survivor', 'loser', 'both'])
export type Side = z.infer<typeof Side>

/** Something made since the merge that could be either person's. */
export const MadeSince = z.strictObject({
  kind: SinceKind,
  id: z.int(),
  at: Instant.nullable(),
  /** A name, number or title as it stands there. */
  text: z.string(),
  /** A purpose or decision that the page has words for. */
  code: z.string().nullable(),
  suggested: Side,
  /** What was made for it goes with it: the messages of an appointment. */
  following: z.int()
})
export type MadeSince = z.infer<typeof MadeSince>

export const UndoPreview = z.strictObject({
  merge: Merge,
  /** Rows that go back because they were moved, or were made for something that was. */
  returning: RecordContents,
  madeSince: z.array(MadeSince),
  /** Fields changed since the merge: they stay as they are with the record that survived. */
  stayingFields: z.array(MergeField),
  returningFields: z.array(MergeField),
  /** Why it cannot be undone now: a code with a sentence. */
  obstacle: z.string().nullable(),
  /** Of a merge inside a record that was merged itself: the one to undo before it, named after its record. */
  undoFirst: z.strictObject({ mergeId: MergeId, name: z.string() }).nullable()
})
export type UndoPreview = z.infer<typeof UndoPreview>

const Reason = Line(200).min(1).nullable()
const Pair = z.strictObject({ oneId: PatientId, otherId: PatientId })

export const duplicateMethods = {
  /** Likely the same person as the one being typed, best first. */
  'patients.findDuplicates': {
    input: z.strictObject({
      familyName: z.string().max(100),
      givenName: z.string().max(100),
      birthDate: CivilDate.nullable(),
      nationalNumber: z.string().max(20).nullable(),
      mobile: z.string().max(30).nullable(),
      exceptPatientId: PatientId.nullable()
    }),
    output: z.array(SimilarPatient),
    access: DESK
  },
  /** Pairs nobody has decided about, the likeliest first. */
  'duplicates.list': {
    input: z.strictObject({ cursor: PageCursor.nullable(), limit: z.int().min(1).max(100) }),
    output: z.strictObject({
      pairs: z.array(DuplicatePair),
      nextCursor: PageCursor.nullable(),
      /** At most 1,000 are counted. */
      total: z.int(),
      /** When every record was last looked through; null: not yet. */
      searchedAt: Instant.nullable(),
      /** Part of the records looked through in a search that goes on now, 0–1; null: none does. */
      progress: z.number().min(0).max(1).nullable()
    }),
    access: DESK
  },
  /** Looks for pairs now, as every night. Answers once it has begun. */
  /** The likeliest pair a patient is part of that nobody has decided about. */
  'duplicates.ofPatient': {
    input: z.strictObject({ patientId: PatientId }),
    output: Pair.nullable(),
    access: DESK
  },
  'duplicates.search': { input: z.strictObject({}), output: z.strictObject({}), access: DESK },
  /** Both records side by side: a look at each, and logged. A protected one needs a reason (`reason-required`). */
  'duplicates.compare': {
    input: Pair.extend({ reason: Reason }),
    output: Comparison,
    access: DESK
  },
  /** They are two people; not proposed again unless they become more alike. */
  'duplicates.dismiss': { input: Pair, output: z.strictObject({}), access: DESK },
  /** Takes that back. */
  'duplicates.reopen': { input: Pair, output: z.strictObject({}), access: DESK },
  /**
   * Makes two records one. Fields that are not named keep the survivor's value, or the other's where the survivor has
   * none. Refused with `stale-version`, `merge-related`, `patient-merged`.
   */
  'duplicates.merge': {
    input: z.strictObject({
      survivor: z.strictObject({ id: PatientId, version: z.int() }),
      loser: z.strictObject({ id: PatientId, version: z.int() }),
      choices: MergeChoices,
      reason: Reason
    }),
    output: z.strictObject({ mergeId: MergeId, moved: RecordContents }),
    access: DESK
  },
  /** Merges, newest first: of one patient's record, or all. */
  'duplicates.merges': {
    input: z.strictObject({
      patientId: PatientId.nullable(),
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(100)
    }),
    output: z.strictObject({ merges: z.array(Merge), nextCursor: PageCursor.nullable() }),
    access: DESK
  },
  /** What undoing a merge would do now; a look at the record, and logged. */
  'duplicates.previewUndo': {
    input: z.strictObject({ mergeId: MergeId, reason: Reason }),
    output: UndoPreview,
    access: DESK
  },
  /**
   * Makes the record two again, at any later time. What is not named in `sides` goes to the side the preview suggests.
   * Refused with `merge-undone`, `merge-inside`.
   */
  'duplicates.undo': {
    input: z.strictObject({
      mergeId: MergeId,
      sides: z
        .array(z.strictObject({ kind: SinceKind, id: z.int(), side: Side }))
        .max(5_000)
        .default([])
    }),
    output: z.strictObject({ survivorId: PatientId, loserId: PatientId }),
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>

export const duplicateEvents = {
  /** Pairs were found or decided, records merged or made two again. */
  'duplicates.changed': { payload: z.strictObject({}), access: 'signed-in' },
  /** From now on what was the one record is the other. */
  'patients.merged': { payload: z.strictObject({ from: PatientId, into: PatientId }), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
