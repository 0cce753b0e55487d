import { GuardianId, type MergeId, type PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Transaction } from '../../database/database'
import type { JournalRow } from './moves.queries'
import type { RelationTwice } from './relations.queries'

const TABLE = 'guardian_purpose'

interface Carried {
  readonly relation_id: GuardianId
  readonly purpose: string
}

/**
 * Each kind of message about a child is carried by one guardian. Where both records have one for it, the survivor's
 * carries it on, and the journal says what the other's did. What a relation carried that ended because both had it, the
 * survivor's carries, unless another guardian of the child does.
 */
export async function settleCarriers(
  transaction: Transaction,
  mergeId: MergeId,
  { survivor, loser, twice }: { survivor: PatientId; loser: PatientId; twice: readonly RelationTwice[] }
): Promise<void> {
  for (const relation of twice) await handOver(transaction, mergeId, relation)
  const { rows } = await sql<Carried>`select mine.relation_id, mine.purpose
    from guardian as own join guardian_purpose as mine on mine.relation_id = own.id
    where own.child_id = ${loser} and own.period_end is null and exists (
      select 1 from guardian as other join guardian_purpose as theirs on theirs.relation_id = other.id
      where other.child_id = ${survivor} and other.period_end is null and theirs.purpose = mine.purpose)
    order by mine.relation_id, mine.purpose limit 100`.execute(transaction)
  for (const carried of rows) await takeAway(transaction, mergeId, carried)
}

async function handOver(
  transaction: Transaction,
  mergeId: MergeId,
  { ending, standing }: RelationTwice
): Promise<void> {
  const { rows } = await sql<Carried>`select relation_id, purpose from guardian_purpose
    where relation_id = ${ending} order by purpose limit 100`.execute(transaction)
  for (const carried of rows) {
    await takeAway(transaction, mergeId, carried)
    const { purpose } = carried
    if (await carry(transaction, { relation_id: standing, purpose }))
      await keep(transaction, mergeId, { relation_id: standing, purpose, before: null, after: purpose })
  }
}

async function takeAway(transaction: Transaction, mergeId: MergeId, carried: Carried): Promise<void> {
  await drop(transaction, carried)
  await keep(transaction, mergeId, { ...carried, before: carried.purpose, after: null })
}

async function keep(
  transaction: Transaction,
  mergeId: MergeId,
  { relation_id, purpose, before, after }: Carried & { before: string | null; after: string | null }
): Promise<void> {
  await transaction
    .insertInto('patient_merge_row')
    .values({
      merge_id: mergeId,
      table_name: TABLE,
      row_key: JSON.stringify([relation_id]),
      column_name: purpose,
      before: JSON.stringify(before),
      after: JSON.stringify(after)
    })
    .execute()
}

async function drop(transaction: Transaction, { relation_id, purpose }: Carried): Promise<void> {
  await sql`delete from guardian_purpose where relation_id = ${relation_id} and purpose = ${purpose}`.execute(
    transaction
  )
}

/** @returns false where another guardian of the child carries it */
async function carry(transaction: Transaction, { relation_id, purpose }: Carried): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into guardian_purpose (relation_id, purpose)
    select ${relation_id}, ${purpose}
    where not exists (
      select 1 from guardian as chosen
      join guardian as other on other.child_id = chosen.child_id and other.period_end is null
      join guardian_purpose as known on known.relation_id = other.id
      where chosen.id = ${relation_id} and known.purpose = ${purpose})`.execute(transaction)
  return numAffectedRows === 1n
}

/** The guardian carries it as before, unless another one of the child has been chosen for it since. */
export async function carryAgain(
  transaction: Transaction,
  { table, id, column, cell }: Pick<JournalRow, 'table' | 'id' | 'column' | 'cell'>
): Promise<void> {
  if (table !== TABLE || cell === null) return
  const carried = { relation_id: GuardianId.parse(id), purpose: column }
  if (cell.before === null) await drop(transaction, carried)
  else await carry(transaction, carried)
}
