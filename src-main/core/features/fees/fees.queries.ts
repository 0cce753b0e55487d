import type { FeeFilter } from '@contract/fees'
import type { AppointmentId } from '@contract/ids'
import type { Insertable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { FeeDecisionTable } from '../../database/tables/appointments'

/** Appointments whose patient did not come or cancelled late, each with the newest decision about its fee. */
function selectLapses(reader: Reader) {
  return reader
    .selectFrom('appointment')
    .innerJoin('patient', 'patient.id', 'appointment.patient_id')
    .leftJoin('fee_decision', (join) =>
      join.on('fee_decision.id', '=', ({ selectFrom }) =>
        selectFrom('fee_decision as newest')
          .select(({ fn }) => fn.max('newest.id').as('id'))
          .whereRef('newest.appointment_id', '=', 'appointment.id')
      )
    )
    .select([
      'appointment.id',
      'appointment.patient_id',
      'patient.family_name',
      'patient.given_name',
      'patient.birth_date',
      'appointment.clinician_id',
      'appointment.local_date',
      'appointment.local_time',
      'appointment.lapse',
      'appointment.cancel_reason',
      'fee_decision.is_handled',
      'fee_decision.decided_at',
      'fee_decision.user_name',
      'fee_decision.amount_minor',
      'fee_decision.note'
    ])
    .where('appointment.lapse', 'is not', null)
}

export type LapseRow = Awaited<ReturnType<typeof lapsesBetween>>[number]

/** By date and time. */
export async function lapsesBetween(
  reader: Reader,
  { from, until, clinicianId }: Pick<FeeFilter, 'from' | 'until' | 'clinicianId'>,
  limit: number
) {
  let query = selectLapses(reader)
    .where('appointment.local_date', '>=', from)
    .where('appointment.local_date', '<=', until)
  if (clinicianId !== null) query = query.where('appointment.clinician_id', '=', clinicianId)
  return await query
    .orderBy('appointment.local_date')
    .orderBy('appointment.local_time')
    .orderBy('appointment.id')
    .limit(limit)
    .execute()
}

export async function findLapse(reader: Reader, id: AppointmentId): Promise<LapseRow | null> {
  return (await selectLapses(reader).where('appointment.id', '=', id).executeTakeFirst()) ?? null
}

export async function insertDecision(
  transaction: Transaction,
  row: Insertable<FeeDecisionTable>
): Promise<void> {
  await transaction.insertInto('fee_decision').values(row).execute()
}
