import { z } from 'zod'
import { PatientId } from './ids'
import type { MethodSpec } from './method'
import { Instant, PageCursor } from './values'

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
  'audit.forPatient': {
    input: z.strictObject({ patientId: PatientId, cursor: PageCursor.nullable() }),
    output: z.strictObject({ entries: z.array(AccessLogEntry), nextCursor: PageCursor.nullable() }),
    access: 'signed-in'
  }
} as const satisfies Record<string, MethodSpec>
