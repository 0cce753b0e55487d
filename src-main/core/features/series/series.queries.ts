import type { AppointmentChangeId, AppointmentId, PatientId, SeriesId, SeriesStepId } from '@contract/ids'
import type { Recurrence } from '@contract/series'
import type { CivilDate, Instant, WallTime } from '@contract/values'
import type { Reader, Transaction } from '../../database/database'
import type { AppointmentSeriesStepTable } from '../../database/tables/appointments'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'

const MOST_CHANGES = 1_000

export interface SeriesRow {
  readonly id: SeriesId
  readonly patientId: PatientId
  readonly recurrence: Recurrence
  readonly firstDate: CivilDate
  readonly createdAt: Instant
}

export async function insertSeries(
  transaction: Transaction,
  { patientId, recurrence, firstDate, createdAt }: Omit<SeriesRow, 'id'>,
  actor: Actor
): Promise<SeriesId> {
  const { rhythm, every, end } = recurrence
  const { id } = await transaction
    .insertInto('appointment_series')
    .values({
      patient_id: patientId,
      rhythm,
      every,
      first_date: firstDate,
      until_date: end.kind === 'until' ? end.date : null,
      occurrence_count: end.kind === 'count' ? end.count : null,
      created_at: createdAt,
      created_by: actor.userId
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @throws AppError `not-found` */
export async function getSeries(reader: Reader, id: SeriesId): Promise<SeriesRow> {
  const row = await reader
    .selectFrom('appointment_series')
    .select([
      'id',
      'patient_id',
      'rhythm',
      'every',
      'first_date',
      'until_date',
      'occurrence_count',
      'created_at'
    ])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new AppError('not-found')
  const end =
    row.until_date === null
      ? ({ kind: 'count', count: row.occurrence_count ?? 0 } as const)
      : ({ kind: 'until', date: row.until_date } as const)
  return {
    id: row.id,
    patientId: row.patient_id,
    recurrence: { rhythm: row.rhythm, every: row.every, end },
    firstDate: row.first_date,
    createdAt: row.created_at
  }
}

/** How many were booked in all, those entered in error among them. */
export async function countOfSeries(reader: Reader, id: SeriesId): Promise<number> {
  const { count } = await reader
    .selectFrom('appointment')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('series_id', '=', id)
    .executeTakeFirstOrThrow()
  return count
}

export async function insertStep(
  transaction: Transaction,
  {
    seriesId,
    kind,
    takenAt
  }: { seriesId: SeriesId; kind: AppointmentSeriesStepTable['kind']; takenAt: Instant },
  actor: Actor
): Promise<SeriesStepId> {
  const { id } = await transaction
    .insertInto('appointment_series_step')
    .values({
      series_id: seriesId,
      kind,
      taken_at: takenAt,
      user_id: actor.userId,
      user_name: actor.name
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @throws AppError `not-found` */
export async function seriesOfStep(reader: Reader, stepId: SeriesStepId): Promise<SeriesId> {
  const row = await reader
    .selectFrom('appointment_series_step')
    .select('series_id')
    .where('id', '=', stepId)
    .executeTakeFirst()
  if (!row) throw new AppError('not-found')
  return row.series_id
}

export interface StandingChange {
  readonly id: AppointmentChangeId
  readonly date: CivilDate
  readonly time: WallTime
}

/** The changes of a step that have not been taken back one by one, the last first. */
export async function standingChanges(reader: Reader, stepId: SeriesStepId): Promise<StandingChange[]> {
  const rows = await reader
    .selectFrom('appointment_change as change')
    .innerJoin('appointment', 'appointment.id', 'change.appointment_id')
    .select(['change.id', 'appointment.local_date', 'appointment.local_time'])
    .where('change.series_step_id', '=', stepId)
    .where('change.undone_by', 'is', null)
    .orderBy('change.id', 'desc')
    .limit(MOST_CHANGES)
    .execute()
  return rows.map((row) => ({ id: row.id, date: row.local_date, time: row.local_time }))
}

export interface OwnAppointment {
  readonly id: AppointmentId
  readonly date: CivilDate
  readonly time: WallTime
}

/** The patient's appointments that stand on these dates and those between. */
export async function standingOfPatient(
  reader: Reader,
  patientId: PatientId,
  { from, until }: { from: CivilDate; until: CivilDate }
): Promise<OwnAppointment[]> {
  const rows = await reader
    .selectFrom('appointment')
    .select(['id', 'local_date', 'local_time'])
    .where('patient_id', '=', patientId)
    .where('is_live', '=', 1)
    .where('local_date', '>=', from)
    .where('local_date', '<=', until)
    .orderBy('start_at')
    .limit(MOST_CHANGES)
    .execute()
  return rows.map((row) => ({ id: row.id, date: row.local_date, time: row.local_time }))
}
