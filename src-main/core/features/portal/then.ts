import { z } from 'zod'
import type { AppointmentThen } from './kind'

const Place = z.object({ clinicianId: z.number(), startAt: z.string(), endAt: z.string() })
const Flag = z.union([z.literal(0), z.literal(1)])
const Then = z.object({
  place: Place,
  before: Place.nullable(),
  patientId: z.number(),
  typeId: z.number(),
  status: z.string(),
  isLive: Flag,
  isOverbooked: Flag
})

/** What a trigger wrote with an appointment's step; null for anything else. */
export function thenOf(detail: string): AppointmentThen | null {
  const read = Then.safeParse(JSON.parse(detail))
  return read.success ? read.data : null
}
