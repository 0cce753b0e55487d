const LEAST_MS = 1_000
const MOST_MS = 300_000
/** However long the portal asks to be left alone: then it is asked whether it still means it. */
export const LONGEST_WAIT_MS = 3_600_000

/**
 * How long to wait before try number `tries` + 1, in milliseconds: full jitter between 0 and a ceiling that doubles from
 * one second to five minutes, and never less than the portal has asked for.
 * @param random in [0, 1)
 */
export function backOffMs(tries: number, random: number, retryAfterMs: number | null = null): number {
  const ceiling = Math.min(MOST_MS, LEAST_MS * 2 ** Math.max(0, tries - 1))
  return Math.max(Math.round(random * ceiling), retryAfterMs ?? 0)
}

/**
 * `Retry-After` (RFC 9110 § 10.2.3): seconds, or a date that is read by the server's own clock.
 * @returns milliseconds, at most an hour; null where there is none that can be read
 */
export function retryAfterMs(header: string | null, serverTime: string | null): number | null {
  if (header === null) return null
  const most = LONGEST_WAIT_MS
  if (/^\d{1,9}$/.test(header.trim())) return Math.min(most, Number(header) * 1_000)
  const at = Date.parse(header)
  const now = serverTime === null ? NaN : Date.parse(serverTime)
  return Number.isNaN(at) || Number.isNaN(now) ? null : Math.min(most, Math.max(0, at - now))
}
