import type { GapId } from '@contract/ids'
import type { PlaceNoteCode } from '@contract/place-notes'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import { civilDateOf } from '../../platform/wall-clock'
import { findAppointment, type Place } from '../appointments'
import type { WaitingListContext } from './context'
import { busyPatients, waitingEntries, type EntryRow } from './entry.queries'
import { fits, type Wish } from './fit.rules'
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
 * What keeps a visit from a free place as the schedule is now; who is asked must be able to come. Not that it lies outside
 * the hours: somebody had it there.
 */
const AGAINST: ReadonlySet<PlaceNoteCode> = new Set<PlaceNoteCode>([
  'holiday',
  'absence',
  'blocked',
  'wrong-session',
  'held-back',
  'resource-taken',
  'resource-missing'
])

/**
 * Those a free place fits, in the order in which they are asked: priority, then who has waited longest. Left out is who
 * has another appointment at that time, who was asked for this place before, and whose visit the clinician's session, an
 * absence or a device that is taken does not allow there.
 */
export async function candidatesFor(
  context: WaitingListContext,
  reader: Reader,
  opening: Place,
  { gapId, waiting }: { gapId: GapId | null; waiting?: readonly EntryRow[] }
): Promise<EntryRow[]> {
  const now = context.clock.now()
  const all = waiting ?? (await waitingEntries(reader))
  const fitting = all.filter((row) => fits(wishOf(row), opening, now.epochMilliseconds))
  if (fitting.length === 0) return []
  const asked = gapId === null ? new Set() : await askedFor(reader, gapId)
  const ids = fitting.map((row) => row.patient_id)
  const busy = await busyPatients(reader, ids, opening)
  const wanted = fitting.filter((row) => !asked.has(row.id) && !busy.has(row.patient_id))
  const allowed: EntryRow[] = []
  for (const row of wanted) if (await isAllowed(context, reader, row, opening)) allowed.push(row)
  return allowed
}

async function isAllowed(
  { settings, clock, placeNotes }: WaitingListContext,
  reader: Reader,
  row: EntryRow,
  opening: Place
): Promise<boolean> {
  const { timeZone, messaging } = await settings.read(reader)
  const now = clock.now()
  const { cancelLimitHours } = messaging
  const today = civilDateOf(now, timeZone)
  const moment = { now: toStoredInstant(now), today, timeZone, cancelLimitHours }
  const end = Temporal.Instant.from(opening.startAt).add({ minutes: row.duration_minutes })
  const place = { ...opening, endAt: toStoredInstant(end) }
  const isMove = row.appointment_id !== null && standingStart(row) !== null
  const before =
    isMove && row.appointment_id !== null ? await findAppointment(reader, row.appointment_id) : null
  const visit = { typeId: row.type_id, place, named: null, before }
  return !(await placeNotes.of(reader, visit, moment)).some(({ code }) => AGAINST.has(code))
}
