import type { LegalHoldId, PatientId, UserId } from '@contract/ids'
import type { Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { LegalHoldTable } from '../../database/tables/rights'

export type HoldRow = Selectable<LegalHoldTable>

const COLUMNS = [
  'id',
  'patient_id',
  'reason',
  'until_date',
  'placed_at',
  'placed_by',
  'placed_by_name',
  'lifted_at',
  'lifted_by',
  'lifted_by_name'
] as const

/** Newest first. */
export async function holdsOf(reader: Reader, patientId: PatientId): Promise<HoldRow[]> {
  return await reader
    .selectFrom('legal_hold')
    .select(COLUMNS)
    .where('patient_id', '=', patientId)
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}

export async function findHold(reader: Reader, id: LegalHoldId): Promise<HoldRow | null> {
  return (
    (await reader.selectFrom('legal_hold').select(COLUMNS).where('id', '=', id).executeTakeFirst()) ?? null
  )
}

/** Patients of whom nothing may be deleted on the day. */
export async function heldPatients(reader: Reader, today: string): Promise<ReadonlySet<PatientId>> {
  const rows = await reader
    .selectFrom('legal_hold')
    .select('patient_id')
    .where('lifted_at', 'is', null)
    .where(({ eb, or }) => or([eb('until_date', 'is', null), eb('until_date', '>=', today)]))
    .limit(100_000)
    .execute()
  return new Set(rows.map(({ patient_id }) => patient_id))
}

export interface NewHold {
  readonly patientId: PatientId
  readonly reason: string
  readonly until: string | null
  readonly at: string
  readonly by: UserId | null
  readonly byName: string
}

export async function insertHold(transaction: Transaction, hold: NewHold): Promise<LegalHoldId> {
  const { id } = await transaction
    .insertInto('legal_hold')
    .values({
      patient_id: hold.patientId,
      reason: hold.reason,
      until_date: hold.until,
      placed_at: hold.at,
      placed_by: hold.by,
      placed_by_name: hold.byName,
      lifted_at: null,
      lifted_by: null,
      lifted_by_name: null
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @returns false when it was lifted already */
export async function liftHold(
  transaction: Transaction,
  id: LegalHoldId,
  lifted: { at: string; by: UserId | null; byName: string }
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('legal_hold')
    .set({ lifted_at: lifted.at, lifted_by: lifted.by, lifted_by_name: lifted.byName })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
