import { z } from 'zod'
import { ACCESS_RULES, REVIEW_STATES } from './choices'
import { AccessFindingId, PatientId } from './ids'
import { MANAGER, type EventSpec, type MethodSpec } from './method'
import { CivilDate, Instant, Line, PageCursor } from './values'

export const AccessRule = z.enum(ACCESS_RULES)
export type AccessRule = z.infer<typeof AccessRule>

/** A look at a record that the manager should see, and why. It is a question, not an accusation. */
export const AccessFinding = z.strictObject({
  id: AccessFindingId,
  rule: AccessRule,
  occurredAt: Instant,
  userName: z.string(),
  /** Null where it is not about one patient, such as many looks in an hour; or the patient has been deleted. */
  patient: z.strictObject({ id: PatientId, name: z.string() }).nullable(),
  /** What its sentence needs: numbers, hours. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  review: z.strictObject({ at: Instant, by: z.string(), note: z.string() }).nullable()
})
export type AccessFinding = z.infer<typeof AccessFinding>

export const accessWatchMethods = {
  /**
   * What stands out in the access log of a period of at most a year, newest first. `lookedUntil`: entries up to then have
   * been looked through, null before the first time; `waiting`: how many have not, of all; `unseen`: how many of the
   * period have not. Only where that is 0 does an empty list of all states say that nothing stood out.
   */
  'accessWatch.list': {
    input: z.strictObject({
      from: CivilDate,
      until: CivilDate,
      state: z.enum(REVIEW_STATES),
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(200)
    }),
    output: z.strictObject({
      findings: z.array(AccessFinding),
      nextCursor: PageCursor.nullable(),
      lookedUntil: Instant.nullable(),
      waiting: z.int(),
      unseen: z.int()
    }),
    access: MANAGER
  },
  /** Somebody has asked and knows; the note says what was found out. */
  'accessWatch.review': {
    input: z.strictObject({ id: AccessFindingId, note: Line(500).min(2) }),
    output: AccessFinding,
    access: MANAGER
  },
  'accessWatch.reopen': {
    input: z.strictObject({ id: AccessFindingId }),
    output: AccessFinding,
    access: MANAGER
  }
} as const satisfies Record<string, MethodSpec>

export const accessWatchEvents = {
  'accessWatch.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
