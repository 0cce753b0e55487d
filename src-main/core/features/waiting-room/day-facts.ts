import type { ClinicianId } from '@contract/ids'
import type { Clinician } from '@contract/settings'
import type { CivilDate, Instant } from '@contract/values'
import type { Reader } from '../../database/database'
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
