import { Temporal } from 'temporal-polyfill'

/** The PC's clock and the message centre's may differ this much. */
const CLOCK_SKEW = { minutes: 10 } as const
const SUFFIX_DIGITS = 7

export interface ReportFacts {
  readonly imei: string | null
  readonly mr: number
  readonly recipient: string
  readonly smscAt: Temporal.Instant | null
}

/** A network may write the number in national form: the last digits decide. */
export function lastDigits(number: string): string {
  return number.replace(/\D/g, '').slice(-SUFFIX_DIGITS)
}

export function isSameRecipient(a: string, b: string): boolean {
  return lastDigits(a) !== '' && lastDigits(a) === lastDigits(b)
}

export function isSameModem(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b
}

export interface UnknownPart {
  readonly imei: string | null
  readonly recipient: string
  readonly submitted_at: string
}

/** Whether a report may be about a part of unknown outcome: same modem and receiver, stamped after it was handed over. */
export function mayConcern(report: ReportFacts, part: UnknownPart): boolean {
  if (!isSameModem(report.imei, part.imei) || !isSameRecipient(report.recipient, part.recipient)) return false
  if (report.smscAt === null) return true
  const earliest = Temporal.Instant.from(part.submitted_at).subtract(CLOCK_SKEW)
  return Temporal.Instant.compare(report.smscAt, earliest) >= 0
}

/** References count modulo 256: the part after the last accepted one has the next. */
export function isNextReference(previous: number | null, mr: number): boolean {
  return previous !== null && (previous + 1) % 256 === mr
}
