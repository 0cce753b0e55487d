import { z } from 'zod'
import { ACCESS_LOG_USES } from './choices'
import { PatientId } from './ids'
import type { MethodSpec } from './method'
import { CivilDate, Instant, PageCursor } from './values'

export const AccessLogUse = z.enum(ACCESS_LOG_USES)
export type AccessLogUse = z.infer<typeof AccessLogUse>

export const AccessLogEntry = z.strictObject({
  id: z.int(),
  occurredAt: Instant,
  userName: z.string(),
  role: z.string(),
  /** A code such as `patient.opened`; its words live in the locales (`audit.<code>`). */
  action: z.string(),
  reason: z.string().nullable(),
  /** Names of the fields that changed, never their content. */
  detail: z.string().nullable()
})
export type AccessLogEntry = z.infer<typeof AccessLogEntry>

export const auditMethods = {
  /**
   * Who looked at or changed a patient, newest first; a page of at most 500. Reading it is logged once, with its first
   * page: as a look, or as a copy given out (pasientjournalloven § 22, pasientjournalforskriften § 14).
   */
  'audit.forPatient': {
    input: z.strictObject({
      patientId: PatientId,
      cursor: PageCursor.nullable(),
      /** The first and the last day of the clinic's calendar; null: no bound. */
      from: CivilDate.nullable().default(null),
      until: CivilDate.nullable().default(null),
      use: AccessLogUse.default('screen')
    }),
    output: z.strictObject({ entries: z.array(AccessLogEntry), nextCursor: PageCursor.nullable() }),
    access: 'signed-in'
  }
} as const satisfies Record<string, MethodSpec>
