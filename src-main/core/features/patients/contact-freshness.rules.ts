import { Temporal } from 'temporal-polyfill'

/** The rule of the national contact register, judged per channel (eForvaltningsforskriften § 32). */
export const STALE_AFTER_MONTHS = 18

export interface ContactMoments {
  readonly updated_at: string
  readonly verified_at: string | null
  /** When somebody answered from it that it is not the patient's; absent or null: nobody has. */
  readonly disputed_at?: string | null
}

/** Whether somebody has said that it is not the patient's, and nobody has settled it since. */
export function isDisputed(contact: ContactMoments | null): boolean {
  return typeof contact?.disputed_at === 'string'
}

/** The later of updated and verified. Stored moments differ in their decimals, so they are not compared as text. */
export function lastConfirmedMs({ updated_at, verified_at }: ContactMoments): number {
  return Math.max(Date.parse(updated_at), verified_at === null ? -Infinity : Date.parse(verified_at))
}

/** The day at the clinic on which a contact was last confirmed. */
export function lastConfirmedDay(contact: ContactMoments, timeZone: string): Temporal.PlainDate {
  return lastConfirmedAt(contact, timeZone).toPlainDate()
}

/** Whole months since the contact was last confirmed, and whether that is too long ago. */
export function freshnessOf(
  contact: ContactMoments,
  now: Temporal.Instant,
  timeZone: string
): { ageMonths: number; isStale: boolean } {
  const since = lastConfirmedAt(contact, timeZone).toPlainDateTime()
  const until = now.toZonedDateTimeISO(timeZone).toPlainDateTime()
  const ageMonths = Math.max(0, since.until(until, { largestUnit: 'months' }).months)
  return { ageMonths, isStale: ageMonths >= STALE_AFTER_MONTHS }
}

/** Contacts last confirmed at this moment or before it are stale. */
export function staleBefore(now: Temporal.Instant, timeZone: string): Temporal.Instant {
  return now.toZonedDateTimeISO(timeZone).subtract({ months: STALE_AFTER_MONTHS }).toInstant()
}

/** The same for many contacts at once: `staleBeforeMs` is what {@link staleBefore} answers. */
export function isStaleAt(confirmedMs: number, staleBeforeMs: number): boolean {
  return confirmedMs <= staleBeforeMs
}

function lastConfirmedAt(contact: ContactMoments, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(lastConfirmedMs(contact)).toZonedDateTimeISO(timeZone)
}
