import type { ClinicianId } from '@contract/ids'
import type { Reader } from '../../database/database'
import type { Span } from './openings.rules'

const LONGEST_MS = 720 * 60_000
const MOST = 1_000_000

/** What is taken in [fromMs, untilMs), for every clinician, by clinician and start; read from the index alone. */
export async function busySpans(
  reader: Reader,
  fromMs: number,
  untilMs: number
): Promise<{ clinicianId: ClinicianId; span: Span }[]> {
  const rows = await reader
    .selectFrom('clinician')
    // A cross join keeps this order: for each clinician one stretch of the index, and no row is touched.
    .crossJoin('appointment')
    .select(['appointment.clinician_id', 'appointment.start_at', 'appointment.end_at'])
    .whereRef('appointment.clinician_id', '=', 'clinician.id')
    .where('appointment.start_at', '>', stored(fromMs - LONGEST_MS))
    .where('appointment.start_at', '<', stored(untilMs))
    .where('appointment.is_live', '=', 1)
    .orderBy('clinician.id')
    .orderBy('appointment.start_at')
    .limit(MOST)
    .execute()
  const momentMs = readMoments()
  return rows.map((row) => ({
    clinicianId: row.clinician_id,
    span: [momentMs(row.start_at), momentMs(row.end_at)]
  }))
}

/**
 * Reads stored moments one after another, `2026-12-03T08:20:00Z`. The table holds whole minutes only, and neighbours
 * share their day: this takes a tenth of what parsing each would, for tens of thousands.
 */
function readMoments(): (moment: string) => number {
  let day = ''
  let dayMs = NaN
  return (moment) => {
    if (day === '' || !moment.startsWith(day)) {
      day = moment.slice(0, 10)
      dayMs = Date.parse(day)
    }
    return dayMs + (Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16))) * 60_000
  }
}

function stored(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
