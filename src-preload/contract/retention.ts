import { z } from 'zod'
import { ERASURE_OBSTACLES, RETENTION_KINDS } from './choices'
import { ErasureId, LegalHoldId, PatientId } from './ids'
import { DESK, MANAGER, type EventSpec, type MethodSpec } from './method'
import { CivilDate, Instant, Line } from './values'

export const RetentionKind = z.enum(RETENTION_KINDS)
export type RetentionKind = z.infer<typeof RetentionKind>

/** How long one kind of data is kept. */
export const RetentionRule = z.strictObject({
  kind: RetentionKind,
  /** Months after which it goes; null: it is kept. */
  months: z.int().min(1).max(600).nullable(),
  /** What a new clinic of this country begins with. */
  defaultMonths: z.int().nullable(),
  /** The fewest that can be chosen. */
  leastMonths: z.int(),
  /** The statute, by its own name. */
  statute: z.string()
})
export type RetentionRule = z.infer<typeof RetentionRule>

/** Days between the approval of a deletion and the deletion, in which it can be taken back. */
const UndoDays = z.int().min(0).max(90)

export const RetentionSettings = z.strictObject({
  rules: z.array(RetentionRule),
  undoDays: UndoDays,
  /** What the last night removed, kind by kind; null before the first. */
  lastRun: z.strictObject({ date: CivilDate, removed: z.record(z.string(), z.int()) }).nullable()
})
export type RetentionSettings = z.infer<typeof RetentionSettings>

/** While it stands nothing of the patient is deleted, by rule or on request. */
export const LegalHold = z.strictObject({
  id: LegalHoldId,
  reason: z.string(),
  /** The last day; null: until it is lifted. */
  until: CivilDate.nullable(),
  placedAt: Instant,
  placedBy: z.string(),
  liftedAt: Instant.nullable(),
  liftedBy: z.string().nullable(),
  isStanding: z.boolean()
})
export type LegalHold = z.infer<typeof LegalHold>

export const ErasureObstacle = z.enum(ERASURE_OBSTACLES)
export type ErasureObstacle = z.infer<typeof ErasureObstacle>

export const Erasure = z.strictObject({
  id: ErasureId,
  /** Null once done: there is no name any more. */
  patient: z.strictObject({ id: PatientId, name: z.string() }).nullable(),
  origin: z.enum(['request', 'rule']),
  reason: z.string(),
  state: z.enum(['asked', 'queued', 'refused', 'taken-back', 'done']),
  askedAt: Instant,
  askedBy: z.string(),
  approvedBy: z.string().nullable(),
  dueOn: CivilDate.nullable(),
  endedAt: Instant.nullable(),
  endedBy: z.string().nullable(),
  note: z.string().nullable(),
  /** What stands against it today, of those that wait. */
  obstacles: z.array(ErasureObstacle)
})
export type Erasure = z.infer<typeof Erasure>

const Counted = z.strictObject({ kind: z.string(), count: z.int() })

export const ErasurePreview = z.strictObject({
  goes: z.array(Counted),
  /** What must stay, with the statute. */
  stays: z.array(Counted.extend({ statute: z.string() })),
  obstacles: z.array(ErasureObstacle),
  /** One that waits already. */
  open: Erasure.nullable(),
  undoDays: z.int()
})
export type ErasurePreview = z.infer<typeof ErasurePreview>

const One = z.strictObject({ id: ErasureId })

export const retentionMethods = {
  'retention.get': { input: z.strictObject({}), output: RetentionSettings, access: MANAGER },
  /** Refused with `retention-too-short` below what can be chosen. */
  'retention.save': {
    input: z.strictObject({
      months: z.partialRecord(RetentionKind, z.int().min(1).max(600).nullable()),
      undoDays: UndoDays
    }),
    output: RetentionSettings,
    access: MANAGER
  },
  'holds.forPatient': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.array(LegalHold),
    access: DESK
  },
  'holds.place': {
    input: z.strictObject({ patientId: PatientId, reason: Line(300).min(2), until: CivilDate.nullable() }),
    output: LegalHold,
    access: MANAGER
  },
  'holds.lift': { input: z.strictObject({ id: LegalHoldId }), output: LegalHold, access: MANAGER },
  /** What deleting the patient would take, what must stay and why, and what stands against it. */
  'erasures.preview': {
    input: z.strictObject({ patientId: PatientId }),
    output: ErasurePreview,
    access: DESK
  },
  /** Refused with `erasure-open` when one waits already. */
  'erasures.ask': {
    input: z.strictObject({ patientId: PatientId, reason: Line(300).min(2) }),
    output: Erasure,
    access: DESK
  },
  /** Newest first; the first 200. */
  'erasures.list': { input: z.strictObject({}), output: z.array(Erasure), access: MANAGER },
  /** Four eyes: refused with `own-erasure` to whoever asked for it. Until the day comes it can be taken back. */
  'erasures.approve': { input: One, output: Erasure, access: MANAGER },
  'erasures.refuse': { input: One.extend({ note: Line(300).min(2) }), output: Erasure, access: MANAGER },
  'erasures.takeBack': { input: One, output: Erasure, access: DESK }
} as const satisfies Record<string, MethodSpec>

export const retentionEvents = {
  'erasures.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
