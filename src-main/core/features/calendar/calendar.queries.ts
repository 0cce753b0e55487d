import type { AgendaState } from '@contract/calendar'
import type { AppointmentId, AppointmentTypeId, ClinicianId, PatientId } from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Reader } from '../../database/database'
import { listed } from '../../database/listed'
import type { Tables } from '../../database/tables'
import { selectAppointments, toRecord, type AppointmentRecord } from '../appointments'

const MOST_A_WEEK = 5_000

/** One clinician's appointments of these dates in time order, cancelled ones among them. */
export async function appointmentsOfClinician(
  reader: Reader,
  clinicianId: ClinicianId,
  dates: readonly CivilDate[]
): Promise<AppointmentRecord[]> {
  const rows = await selectAppointments(reader)
    .where('appointment.local_date', 'in', listed(dates))
    .where('appointment.clinician_id', '=', clinicianId)
    .where('appointment.status', '<>', 'entered-in-error')
    .orderBy('appointment.start_at')
    .orderBy('appointment.id')
    .limit(MOST_A_WEEK)
    .execute()
  return rows.map(toRecord)
}

const MOST_ON_A_DAY = 20

/** What a patient has on a date and still comes for, in time order. */
export async function comingOnDate(
  reader: Reader,
  patientId: PatientId,
  date: CivilDate
): Promise<AppointmentRecord[]> {
  const rows = await selectAppointments(reader)
    .where('appointment.patient_id', '=', patientId)
    .where('appointment.local_date', '=', date)
    .where('appointment.is_live', '=', 1)
    .where('appointment.status', '<>', 'fulfilled')
    .orderBy('appointment.start_at')
    .limit(MOST_ON_A_DAY)
    .execute()
  return rows.map(toRecord)
}

/** The clinician of this clinic who is the patient's GP; null where it is nobody here. */
export async function ownGpOf(reader: Reader, patientId: PatientId): Promise<ClinicianId | null> {
  const row = await reader
    .selectFrom('patient')
    .select('gp_clinician_id')
    .where('id', '=', patientId)
    .executeTakeFirst()
  return row?.gp_clinician_id ?? null
}

/** Where a page of the agenda ends. */
export interface AgendaPlace {
  readonly startAt: Instant
  readonly id: AppointmentId
}

export interface AgendaQuery {
  readonly from: CivilDate
  readonly until: CivilDate
  /** No start of those dates lies outside these moments: the index is by moment. */
  readonly earliest: Instant
  readonly latest: Instant
  readonly clinicianId: ClinicianId | null
  readonly typeId: AppointmentTypeId | null
  readonly state: AgendaState
  readonly after: AgendaPlace | null
  readonly limit: number
}

/** Appointments in time order that the filters let through. */
export async function agendaPage(reader: Reader, query: AgendaQuery): Promise<AppointmentRecord[]> {
  const { from, until, earliest, latest, clinicianId, typeId, state, after, limit } = query
  let select = selectAppointments(reader)
    .where('appointment.start_at', '>=', after?.startAt ?? earliest)
    .where('appointment.start_at', '<=', latest)
    .where('appointment.local_date', '>=', from)
    .where('appointment.local_date', '<=', until)
    .where('appointment.status', '<>', 'entered-in-error')
  if (clinicianId !== null) select = select.where('appointment.clinician_id', '=', clinicianId)
  if (typeId !== null) select = select.where('appointment.type_id', '=', typeId)
  if (state !== 'all') select = select.where((expression) => STATES[state](expression))
  if (after)
    select = select.where((expression) =>
      expression.or([
        expression('appointment.start_at', '>', after.startAt),
        expression('appointment.id', '>', after.id)
      ])
    )
  const rows = await select.orderBy('appointment.start_at').orderBy('appointment.id').limit(limit).execute()
  return rows.map(toRecord)
}

type Build = (expression: ExpressionBuilder<Tables, 'appointment'>) => Expression<SqlBool>

const STATES: Record<Exclude<AgendaState, 'all'>, Build> = {
  coming: (where) => where('appointment.status', 'in', ['proposed', 'pending', 'booked']),
  present: (where) =>
    where.and([
      where('appointment.status', 'in', ['arrived', 'checked-in']),
      where('appointment.is_left_unseen', '=', 0),
      where('appointment.encounter_status', '<>', 'finished')
    ]),
  finished: (where) =>
    where.or([
      where('appointment.status', '=', 'fulfilled'),
      where('appointment.encounter_status', '=', 'finished')
    ]),
  missed: (where) =>
    where.or([where('appointment.status', '=', 'noshow'), where('appointment.is_left_unseen', '=', 1)]),
  cancelled: (where) => where('appointment.status', '=', 'cancelled'),
  overbooked: (where) =>
    where.and([where('appointment.is_overbooked', '=', 1), where('appointment.is_live', '=', 1)])
}
