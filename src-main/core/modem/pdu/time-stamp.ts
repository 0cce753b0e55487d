import { Temporal } from 'temporal-polyfill'
import type { OctetReader } from './octets'

const quarterMs = 15 * 60 * 1_000

/** A moment as the network stamped it. */
export interface NetworkStamp {
  readonly instant: Temporal.Instant
  /** The zone the network wrote, such as `+01:00`. */
  readonly offset: string
}

function swapped(octet: number): number {
  return (octet & 0xf) * 10 + (octet >> 4)
}

function offsetText(quarters: number, isNegative: boolean): string {
  const hours = String(Math.floor(quarters / 4)).padStart(2, '0')
  const minutes = String((quarters % 4) * 15).padStart(2, '0')
  return `${isNegative ? '-' : '+'}${hours}:${minutes}`
}

/**
 * Reads the seven octets of TP-SCTS (TS 23.040 § 9.2.3.11); the zone is in quarters of an hour, its sign in bit 3.
 * Null when the network wrote an impossible date: some write zeros.
 */
export function readTimeStamp(reader: OctetReader): NetworkStamp | null {
  const octets = reader.take(7)
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = Array.from(octets, swapped)
  const zone = octets[6] ?? 0
  const quarters = (zone & 0x7) * 10 + (zone >> 4)
  if (quarters > 56 || second > 59 || minute > 59 || hour > 23) return null
  // Each delivery report has two of these, and a Date does it in a tenth of the time.
  const civil = new Date(Date.UTC(2000 + year, month - 1, day, hour, minute, second))
  if (civil.getUTCMonth() !== month - 1 || civil.getUTCDate() !== day) return null
  const isNegative = (zone & 0x8) !== 0
  const offsetMs = (isNegative ? -quarters : quarters) * quarterMs
  return {
    instant: Temporal.Instant.fromEpochMilliseconds(civil.getTime() - offsetMs),
    offset: offsetText(quarters, isNegative)
  }
}
