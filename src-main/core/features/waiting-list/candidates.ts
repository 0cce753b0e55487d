import type { GapId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { busyPatients, waitingEntries, type EntryRow } from './entry.queries'
import { fits, type Opening, type Wish } from './fit.rules'
import { askedFor } from './gap.queries'

/** An appointment that stands and can still be moved; one the clinic has cancelled leaves a patient who wants another. */
export function standingStart({ appointment_status, appointment_start }: EntryRow): string | null {
  const isOpen = appointment_status !== null && OPEN.has(appointment_status)
  return isOpen ? appointment_start : null
}

const OPEN: ReadonlySet<string> = new Set(['waitlist', 'proposed', 'pending', 'booked'])

export function wishOf(row: EntryRow): Wish {
  return {
    clinicianId: row.clinician_id,
    durationMinutes: row.duration_minutes,
    weekdays: row.weekdays,
    fromMinute: row.from_minute,
    untilMinute: row.until_minute,
    untilDate: row.until_date,
    noticeMinutes: row.notice_minutes,
    appointmentStart: standingStart(row)
  }
}

/**
 * Those a free place fits, in the order in which they are asked: priority, then who has waited longest. Left out is who
 * has another appointment at that time, and who was asked for this place before.
 */
export async function candidatesFor(
  reader: Reader,
  opening: Opening,
  { gapId, nowMs, waiting }: { gapId: GapId | null; nowMs: number; waiting?: readonly EntryRow[] }
): Promise<EntryRow[]> {
  const all = waiting ?? (await waitingEntries(reader))
  const fitting = all.filter((row) => fits(wishOf(row), opening, nowMs))
  if (fitting.length === 0) return []
  const asked = gapId === null ? new Set() : await askedFor(reader, gapId)
  const ids = fitting.map((row) => row.patient_id)
  const busy = await busyPatients(reader, ids, opening)
  return fitting.filter((row) => !asked.has(row.id) && !busy.has(row.patient_id))
}
