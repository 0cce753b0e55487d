import { LONGEST_SERIES } from '@contract/choices'
import type { AppointmentId, PatientId, SeriesId } from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import type { RawBuilder } from 'kysely'
import type { Reader } from '../../database/database'
import { listed } from '../../database/listed'
import { literal } from '../../database/literal'
import { preparedListed } from '../../database/prepared-listed'
import { prepared, type Slots } from '../../database/prepared'
import { AppError } from '../../platform/app-error'
import { selectAppointments, toRecord } from './appointment-row.queries'
import type { AppointmentFields, AppointmentRecord } from './appointment-record'
import { isOpen } from './steps.rules'

const MOST_A_DAY = 5_000
const MOST_BY_ID = 1_000

const byIds = preparedListed((reader, ids: RawBuilder<AppointmentId>) =>
  selectAppointments(reader).where('appointment.id', 'in', ids).limit(MOST_BY_ID)
)

/** Those that there are, in no order; of a thousand at most. */
export async function findAppointments(
  reader: Reader,
  ids: readonly AppointmentId[]
): Promise<AppointmentRecord[]> {
  return (await byIds(reader, ids, {})).map(toRecord)
}

export async function findAppointment(reader: Reader, id: AppointmentId): Promise<AppointmentRecord | null> {
  return (await findAppointments(reader, [id]))[0] ?? null
}

/** @throws AppError `not-found` */
export async function getAppointment(reader: Reader, id: AppointmentId): Promise<AppointmentRecord> {
  const found = await findAppointment(reader, id)
  if (!found) throw new AppError('not-found')
  return found
}

const WITHOUT_ERRORS = { withErrors: false } as const

const dayWithErrors = prepared((reader: Reader, { date }: Slots<{ date: CivilDate }>) =>
  selectDay(reader, date, true)
)
const dayWithoutErrors = prepared((reader: Reader, { date }: Slots<{ date: CivilDate }>) =>
  selectDay(reader, date, false)
)

/** The day's appointments by clinician and start, cancelled ones among them; those entered in error only on request. */
export async function appointmentsOfDay(
  reader: Reader,
  date: CivilDate,
  { withErrors }: { readonly withErrors: boolean } = WITHOUT_ERRORS
): Promise<AppointmentRecord[]> {
  const rows = await (withErrors ? dayWithErrors : dayWithoutErrors).all(reader, { date })
  return rows.map(toRecord)
}

/** These patients' part of that. */
export async function dayOfPatients(
  reader: Reader,
  date: CivilDate,
  patientIds: readonly PatientId[]
): Promise<AppointmentRecord[]> {
  const own = selectDay(reader, date, false).where('appointment.patient_id', 'in', listed(patientIds))
  return (await own.execute()).map(toRecord)
}

function selectDay(reader: Reader, date: CivilDate | RawBuilder<CivilDate>, withErrors: boolean) {
  return selectAppointments(reader)
    .where('appointment.local_date', '=', date)
    .$if(!withErrors, (query) => query.where('appointment.status', '<>', 'entered-in-error'))
    .orderBy('appointment.clinician_id')
    .orderBy('appointment.start_at')
    .orderBy('appointment.id')
    .limit(MOST_A_DAY)
}

/** Newest first, coming ones included. */
export async function appointmentsOfPatient(
  reader: Reader,
  patientId: PatientId,
  { limit, withErrors }: { readonly limit: number; readonly withErrors: boolean }
): Promise<AppointmentRecord[]> {
  const rows = await selectAppointments(reader)
    .where('appointment.patient_id', '=', patientId)
    .$if(!withErrors, (query) => query.where('appointment.status', '<>', 'entered-in-error'))
    .orderBy('appointment.start_at', 'desc')
    .orderBy('appointment.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toRecord)
}

/** A patient's appointments from now on that may still be cancelled, the next first. */
export async function openAppointmentsFrom(
  reader: Reader,
  patientId: PatientId,
  now: Instant
): Promise<AppointmentRecord[]> {
  const rows = await selectAppointments(reader)
    .where('appointment.patient_id', '=', patientId)
    .where('appointment.start_at', '>=', now)
    .orderBy('appointment.start_at')
    .orderBy('appointment.id')
    .limit(MOST_A_DAY)
    .execute()
  return rows.map(toRecord).filter(isOpen)
}

export async function countOfPatient(
  reader: Reader,
  patientId: PatientId,
  withErrors: boolean
): Promise<number> {
  const { count } = await reader
    .selectFrom('appointment')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('patient_id', '=', patientId)
    .$if(!withErrors, (query) => query.where('status', '<>', 'entered-in-error'))
    .executeTakeFirstOrThrow()
  return count
}

const noShowsOf = preparedListed(
  (reader, patientIds: RawBuilder<PatientId>, { since }: Slots<{ since: Instant }>) =>
    reader
      .selectFrom('appointment')
      .select(({ fn }) => ['patient_id', fn.countAll<number>().as('count')])
      .where('patient_id', 'in', patientIds)
      .where('start_at', '>=', since)
      .where('status', '=', 'noshow')
      .groupBy('patient_id')
      .orderBy('patient_id')
      .limit(MOST_A_DAY)
)

/** How often each of these patients did not come since that moment; those with none are left out. */
export async function countNoShows(
  reader: Reader,
  patientIds: readonly PatientId[],
  since: Instant
): Promise<ReadonlyMap<PatientId, number>> {
  const rows = await noShowsOf(reader, patientIds, { since })
  return new Map(rows.map(({ patient_id, count }) => [patient_id, count]))
}

/** The occurrences of a series by number, those entered in error left out. */
export async function appointmentsOfSeries(reader: Reader, seriesId: SeriesId): Promise<AppointmentRecord[]> {
  const rows = await selectAppointments(reader)
    .where('appointment.series_id', '=', seriesId)
    .where('appointment.status', '<>', 'entered-in-error')
    .orderBy('appointment.series_number')
    .limit(LONGEST_SERIES)
    .execute()
  return rows.map(toRecord)
}

/** Those that still stand and start in [from, until), in time order; for reminders. */
export async function appointmentsStartingBetween(
  reader: Reader,
  { from, until, limit }: { from: Instant; until: Instant; limit: number }
): Promise<AppointmentRecord[]> {
  const rows = await selectAppointments(reader)
    .where('appointment.start_at', '>=', from)
    .where('appointment.start_at', '<', until)
    .where('appointment.is_live', '=', 1)
    .orderBy('appointment.start_at')
    .orderBy('appointment.id')
    .limit(limit)
    .execute()
  return rows.map(toRecord)
}

type Stretch = Pick<AppointmentFields, 'clinicianId' | 'startAt' | 'endAt'> & { from: Instant }

const livingIn = prepared((reader: Reader, { clinicianId, startAt, endAt, from }: Slots<Stretch>) =>
  reader
    .selectFrom('appointment')
    .select(['id', 'is_overbooked'])
    .where('clinician_id', '=', clinicianId)
    .where('start_at', '>', from)
    .where('start_at', '<', endAt)
    .where('end_at', '>', startAt)
    .where('is_live', '=', literal(1))
    .orderBy('start_at')
    .limit(100)
)

/** Other appointments that take some of this place. */
export async function overlapping(
  reader: Reader,
  place: Pick<AppointmentFields, 'clinicianId' | 'startAt' | 'endAt'>,
  exceptId: AppointmentId | null
): Promise<{ id: AppointmentId; isOverbooked: boolean }[]> {
  const { clinicianId, startAt, endAt } = place
  const rows = await livingIn.all(reader, { clinicianId, startAt, endAt, from: twelveHoursBefore(startAt) })
  return rows
    .filter(({ id }) => id !== exceptId)
    .map(({ id, is_overbooked }) => ({ id, isOverbooked: is_overbooked === 1 }))
}

/** No appointment is longer, so none that started earlier reaches this far. */
function twelveHoursBefore(moment: Instant): Instant {
  return new Date(Date.parse(moment) - 720 * 60_000).toISOString().replace('.000Z', 'Z')
}
