import type { ClinicianId } from '@contract/ids'
import { busyTimes, MOMENT_CHARACTERS } from '../../database/busy-times'
import type { Reader } from '../../database/database'
import { buffersBetween } from './buffer.queries'
import type { Span } from './openings.rules'

const LONGEST_MS = 720 * 60_000
const LONGEST_BUFFER_MS = 120 * 60_000

/** What is taken in [fromMs, untilMs), by clinician and start. */
export async function busySpans(
  reader: Reader,
  fromMs: number,
  untilMs: number
): Promise<ReadonlyMap<ClinicianId, Span[]>> {
  const rows = await busyTimes(reader, { after: stored(fromMs - LONGEST_MS), until: stored(untilMs) })
  const momentAt = readMoments()
  return new Map(rows.map(({ clinicianId, moments }) => [clinicianId, spansOf(moments, momentAt)]))
}

/** What is to be kept free after visits in [fromMs, untilMs), by clinician and start. */
export async function bufferSpans(
  reader: Reader,
  fromMs: number,
  untilMs: number
): Promise<ReadonlyMap<ClinicianId, Span[]>> {
  const period = { after: stored(fromMs - LONGEST_MS - LONGEST_BUFFER_MS), until: stored(untilMs) }
  const spans = new Map<ClinicianId, Span[]>()
  for (const { clinicianId, endAt, minutes } of await buffersBetween(reader, period)) {
    const endMs = Date.parse(endAt)
    const own = spans.get(clinicianId) ?? []
    own.push([endMs, endMs + minutes * 60_000])
    spans.set(clinicianId, own)
  }
  return spans
}

function spansOf(moments: string, momentAt: MomentAt): Span[] {
  const spans: Span[] = []
  for (let at = 0; at < moments.length; at += 2 * MOMENT_CHARACTERS)
    spans.push([momentAt(moments, at), momentAt(moments, at + MOMENT_CHARACTERS)])
  return spans.sort(([a], [b]) => a - b)
}

type MomentAt = (text: string, at: number) => number

/**
 * Reads stored moments one after another. Neighbours share their day: this takes a tenth of what parsing each would,
 * for tens of thousands.
 */
function readMoments(): MomentAt {
  let day = ''
  let dayMs = NaN
  return (text, at) => {
    if (day === '' || !text.startsWith(day, at)) {
      day = text.slice(at, at + 10)
      dayMs = Date.parse(day)
    }
    return dayMs + (twoDigits(text, at + 11) * 60 + twoDigits(text, at + 14)) * 60_000
  }
}

const ZERO = '0'.charCodeAt(0)

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
}

function stored(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
