import type { ClinicianId } from '@contract/ids'
import type { Clinician } from '@contract/settings'
import type { CivilDate, Instant } from '@contract/values'
import type { Reader } from '../../database/database'
import type { EventBus } from '../../platform/event-bus'
import { appointmentsOfDay, type AppointmentRecord } from '../appointments'
import { listClinicians } from '../settings'
import { arrivalCodesOf } from './arrival-code.queries'
import { setDelays } from './delay.queries'
import type { BoardFacts } from './board.rules'
import type { WallVisit } from './wall.rules'

export interface DayFacts extends Pick<BoardFacts, 'date' | 'now' | 'codes' | 'setDelays'> {
  readonly records: readonly AppointmentRecord[]
  readonly visits: readonly WallVisit[]
  /** Those at work here, and those who have left but have bookings that day. */
  readonly clinicians: readonly Clinician[]
}

/** What boards and the wall are made of. */
export async function readDayFacts(
  reader: Reader,
  { now, today }: { now: Instant; today: CivilDate }
): Promise<DayFacts> {
  const records = await appointmentsOfDay(reader, today)
  const busy = new Set<ClinicianId>(records.map(({ clinicianId }) => clinicianId))
  return {
    date: today,
    now,
    records,
    visits: records.map((record) => ({ ...record, start: record.startAt, end: record.endAt })),
    codes: await arrivalCodesOf(reader, today),
    setDelays: await setDelays(reader, { date: today, now }),
    clinicians: (await listClinicians(reader)).filter(({ id, isActive }) => isActive || busy.has(id))
  }
}

export type ReadDayFacts = typeof readDayFacts

/** So long a delay set by hand may be looked at as it was: boards show minutes. */
const SHARED_MS = 1_000

/**
 * One read for all boards and walls that follow the same change: twenty of them ask at the same moment. Whatever is
 * told to open windows ends it.
 */
export function shareDayFacts(events: Pick<EventBus, 'subscribe'>): ReadDayFacts {
  let shared: { readonly today: CivilDate; readonly atMs: number; readonly facts: Promise<DayFacts> } | null =
    null
  events.subscribe(() => {
    shared = null
  })
  return async (reader, { now, today }) => {
    // A transaction has the connection: it must not wait for a read that waits for it to end.
    if (reader.isTransaction) return await readDayFacts(reader, { now, today })
    const atMs = Date.parse(now)
    const isFresh = shared?.today === today && Math.abs(atMs - shared.atMs) < SHARED_MS
    if (!shared || !isFresh) {
      const facts = readDayFacts(reader, { now, today })
      shared = { today, atMs, facts }
      // Whoever asked is told why; the next one reads anew.
      facts.catch(() => {
        shared = null
      })
    }
    return { ...(await shared.facts), now }
  }
}
