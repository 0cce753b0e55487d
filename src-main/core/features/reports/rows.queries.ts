import type { AppointmentFigure, Figure, ReportRow } from '@contract/reports'
import { sql } from 'kysely'
import type { Reader } from '../../database/database'
import {
  isReminded,
  messagesOf,
  ofPeriod,
  waitMinutes,
  type MessageQuery,
  type ReportQuery
} from './reports.queries'

export interface Page {
  readonly offset: number
  readonly limit: number
}

type AppointmentsFigure = Extract<Figure, { of: 'appointments' }>
type MessagesFigure = Extract<Figure, { of: 'messages' }>

/** The appointments behind a number, oldest first; those called in by their wait, longest first. */
export async function appointmentRows(
  reader: Reader,
  { query, figure, page }: { query: ReportQuery; figure: AppointmentsFigure; page: Page }
): Promise<ReportRow[]> {
  let select = ofPeriod(reader, query).where(CONDITIONS[figure.figure])
  if (figure.reminder !== null)
    select = select.where(sql<boolean>`${isReminded} = ${figure.reminder === 'with' ? 1 : 0}`)
  const rows = await select
    .innerJoin('patient', 'patient.id', 'appointment.patient_id')
    .select([
      'appointment.id',
      'appointment.patient_id',
      'patient.given_name',
      'patient.family_name',
      'appointment.start_at',
      'appointment.clinician_id',
      'appointment.type_id',
      waitMinutes.as('wait')
    ])
    .orderBy(figure.figure === 'called-in' ? sql`wait desc` : sql`appointment.start_at`)
    .orderBy('appointment.id')
    .offset(page.offset)
    .limit(page.limit)
    .execute()
  return rows.map((row) => ({
    patientId: row.patient_id,
    patientName: `${row.given_name} ${row.family_name}`.trim(),
    appointmentId: row.id,
    messageId: null,
    at: row.start_at,
    clinicianId: row.clinician_id,
    typeId: row.type_id,
    waitMinutes: row.wait,
    state: null
  }))
}

/** The same words as `endingOf` has. */
const CONDITIONS = {
  came: sql<boolean>`status = 'fulfilled' and is_left_unseen = 0`,
  missed: sql<boolean>`status = 'noshow' and is_left_unseen = 0`,
  'cancelled-late': sql<boolean>`status = 'cancelled' and is_cancelled_late = 1 and cancel_reason is not 'clinic'`,
  cancelled: sql<boolean>`status = 'cancelled' and is_cancelled_late = 0 and cancel_reason is not 'clinic'`,
  'cancelled-by-clinic': sql<boolean>`status = 'cancelled' and cancel_reason = 'clinic'`,
  'left-unseen': sql<boolean>`is_left_unseen = 1`,
  overbooked: sql<boolean>`is_overbooked = 1 and status not in ('cancelled', 'noshow') and is_left_unseen = 0`,
  'called-in': sql<boolean>`in_progress_at is not null`
} as const satisfies Record<AppointmentFigure, unknown>

/** The messages behind a number, oldest first. */
export async function messageRows(
  reader: Reader,
  { query, figure, page }: { query: MessageQuery; figure: MessagesFigure; page: Page }
): Promise<ReportRow[]> {
  let select = messagesOf(reader, query).where('message.purpose', '=', figure.purpose)
  if (figure.state !== null) select = select.where('message.state', '=', figure.state)
  const rows = await select
    .leftJoin('patient', 'patient.id', 'message.patient_id')
    .select([
      'message.id',
      'message.patient_id',
      'patient.given_name',
      'patient.family_name',
      'message.appointment_id',
      'message.created_at',
      'message.state'
    ])
    .orderBy('message.created_at')
    .orderBy('message.id')
    .offset(page.offset)
    .limit(page.limit)
    .execute()
  return rows.map((row) => ({
    patientId: row.patient_id,
    patientName: row.family_name === null ? null : `${row.given_name ?? ''} ${row.family_name}`.trim(),
    appointmentId: row.appointment_id,
    messageId: row.id,
    at: row.created_at,
    clinicianId: null,
    typeId: null,
    waitMinutes: null,
    state: row.state
  }))
}
