import { Temporal } from 'temporal-polyfill'

/** The rule of the national contact register, judged per channel (eForvaltningsforskriften § 32). */
export const STALE_AFTER_MONTHS = 18

export interface ContactMoments {
  readonly updated_at: string
  readonly verified_at: string | null
}

/** The later of updated and verified. Stored moments differ in their decimals, so they are not compared as text. */
export function lastConfirmedAt({ updated_at, verified_at }: ContactMoments): Temporal.Instant {
  const updated = Temporal.Instant.from(updated_at)
  if (verified_at === null) return updated
  const verified = Temporal.Instant.from(verified_at)
  return Temporal.Instant.compare(verified, updated) > 0 ? verified : updated
}

/** The day at the clinic on which a contact was last confirmed. */
export function lastConfirmedDay(contact: ContactMoments, timeZone: string): Temporal.PlainDate {
  return lastConfirmedAt(contact).toZonedDateTimeISO(timeZone).toPlainDate()
}

/** Whole months since the contact was last confirmed, and whether that is too long ago. */
export function freshnessOf(
  contact: ContactMoments,
  now: Temporal.Instant,
  timeZone: string
): { ageMonths: number; isStale: boolean } {
  const since = lastConfirmedAt(contact).toZonedDateTimeISO(timeZone).toPlainDateTime()
  const until = now.toZonedDateTimeISO(timeZone).toPlainDateTime()
  const ageMonths = Math.max(0, since.until(until, { largestUnit: 'months' }).months)
  return { ageMonths, isStale: ageMonths >= STALE_AFTER_MONTHS }
}

/** Contacts last confirmed before this moment are stale. */
export function staleBefore(now: Temporal.Instant, timeZone: string): Temporal.Instant {
  return now.toZonedDateTimeISO(timeZone).subtract({ months: STALE_AFTER_MONTHS }).toInstant()
}
