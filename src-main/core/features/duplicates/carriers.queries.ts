import { GuardianId, type MergeId, type PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Transaction } from '../../database/database'

const TABLE = 'guardian_purpose'

interface Carried {
  readonly relation_id: number
  readonly purpose: string
}

/**
 * Each kind of message about a child is carried by one guardian. Where both records have one for it, the survivor's
 * carries it on, and the journal says what the other's did.
 */
export async function settleCarriers(
  transaction: Transaction,
  mergeId: MergeId,
  { survivor, loser }: { survivor: PatientId; loser: PatientId }
): Promise<void> {
  const { rows } = await sql<Carried>`select mine.relation_id, mine.purpose
    from guardian as own join guardian_purpose as mine on mine.relation_id = own.id
    where own.child_id = ${loser} and own.period_end is null and exists (
      select 1 from guardian as other join guardian_purpose as theirs on theirs.relation_id = other.id
      where other.child_id = ${survivor} and other.period_end is null and theirs.purpose = mine.purpose)
    order by mine.relation_id, mine.purpose limit 100`.execute(transaction)
  for (const { relation_id, purpose } of rows) {
    await sql`delete from guardian_purpose where relation_id = ${relation_id} and purpose = ${purpose}`.execute(
      transaction
    )
    await transaction
      .insertInto('patient_merge_row')
      .values({
        merge_id: mergeId,
        table_name: TABLE,
        row_key: JSON.stringify([relation_id]),
        column_name: purpose,
        before: JSON.stringify(purpose),
        after: JSON.stringify(null)
      })
      .execute()
  }
}

/** The guardian carries it again, unless another one of the child has been chosen for it since. */
export async function carryAgain(
  transaction: Transaction,
  { table, id, column }: { table: string; id: number; column: string }
): Promise<void> {
  if (table !== TABLE) return
  const relation = GuardianId.parse(id)
  await sql`insert into guardian_purpose (relation_id, purpose)
    select ${relation}, ${column}
    where not exists (
      select 1 from guardian as chosen
      join guardian as other on other.child_id = chosen.child_id and other.period_end is null
      join guardian_purpose as known on known.relation_id = other.id
      where chosen.id = ${relation} and known.purpose = ${column})`.execute(transaction)
}
