import type { AppointmentId } from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import type { ArrivalCode } from '@contract/waiting-room'
import type { Reader, Transaction } from '../../database/database'

const MOST_A_DAY = 5_000

/** The codes given on a date, by appointment. */
export async function arrivalCodesOf(
  reader: Reader,
  date: CivilDate
): Promise<ReadonlyMap<AppointmentId, ArrivalCode>> {
  const rows = await reader
    .selectFrom('arrival_code')
    .select(['appointment_id', 'code'])
    .where('local_date', '=', date)
    .orderBy('appointment_id')
    .limit(MOST_A_DAY)
    .execute()
  return new Map(rows.map((row) => [row.appointment_id, row.code]))
}

export async function arrivalCodeOf(reader: Reader, id: AppointmentId): Promise<ArrivalCode | null> {
  const row = await reader
    .selectFrom('arrival_code')
    .select('code')
    .where('appointment_id', '=', id)
    .executeTakeFirst()
  return row?.code ?? null
}

/** In place of one of another day. The database refuses a code that somebody has that day. */
export async function writeArrivalCode(
  transaction: Transaction,
  { id, date, code, now }: { id: AppointmentId; date: CivilDate; code: ArrivalCode; now: Instant }
): Promise<void> {
  await transaction
    .insertInto('arrival_code')
    .values({ appointment_id: id, local_date: date, code, created_at: now })
    .onConflict((conflict) =>
      conflict.column('appointment_id').doUpdateSet({ local_date: date, code, created_at: now })
    )
    .execute()
}
