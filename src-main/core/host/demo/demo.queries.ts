import type { AppointmentId } from '@contract/ids'
import type { Insertable } from 'kysely'
import type { Transaction } from '../../database/database'
import type { AppointmentChangeTable, AppointmentTable } from '../../database/tables/appointments'

/** Writes an appointment as it would stand after its day, past the steps: nothing is sent for it. */
export async function insertVisit(
  transaction: Transaction,
  row: Insertable<AppointmentTable>,
  change: Omit<Insertable<AppointmentChangeTable>, 'appointment_id'>
): Promise<AppointmentId> {
  const { id } = await transaction
    .insertInto('appointment')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  await transaction
    .insertInto('appointment_change')
    .values({ ...change, appointment_id: id })
    .execute()
  return id
}
