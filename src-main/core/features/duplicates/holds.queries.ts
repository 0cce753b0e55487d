import type { PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'

const MOST_HOLDS = 100

/** Legal holds that stand over the record and were placed while it was two people's. @returns their ids */
export async function holdsSince(reader: Reader, patientId: PatientId, above: number): Promise<number[]> {
  const rows = await reader
    .selectFrom('legal_hold')
    .select('id')
    .where('patient_id', '=', patientId)
    .where(({ eb, ref }) => eb(ref('id').$castTo<number>(), '>', above))
    .where('lifted_at', 'is', null)
    .orderBy('id')
    .limit(MOST_HOLDS)
    .execute()
  return rows.map(({ id }) => id)
}

/** The same holds stand over this patient too, each lifted by itself. */
export async function copyHolds(
  transaction: Transaction,
  { ids, to }: { ids: readonly number[]; to: PatientId }
): Promise<void> {
  if (ids.length === 0) return
  await sql`insert into legal_hold (patient_id, reason, until_date, placed_at, placed_by, placed_by_name)
    select ${to}, reason, until_date, placed_at, placed_by, placed_by_name from legal_hold
    where id in ${listed(ids)} order by id`.execute(transaction)
}
