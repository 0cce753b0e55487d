import type { PatientId } from '@contract/ids'
import type { Identifier, IdentifierType } from '@contract/patients'
import type { RawBuilder, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { preparedListed } from '../../database/prepared-listed'
import type { PatientIdentifierTable } from '../../database/tables/patients'
import { literal } from '../../database/literal'

export type IdentifierRow = Selectable<PatientIdentifierTable>

export interface NumberWrite {
  readonly type: IdentifierType
  readonly value: string
  /** The rule it passes only with a reservation. */
  readonly warning: string | null
}

const COLUMNS = [
  'id',
  'patient_id',
  'type',
  'value',
  'status',
  'warning',
  'period_start',
  'period_end'
] as const

const identifiersOf = preparedListed((reader, ids: RawBuilder<PatientId>) =>
  reader
    .selectFrom('patient_identifier')
    .select(COLUMNS)
    .where('patient_id', 'in', ids)
    .orderBy('status', 'desc')
    .orderBy('id', 'desc')
    .limit(10_000)
)

/** Those in use first, then the newest. */
export async function findIdentifiers(reader: Reader, ids: readonly PatientId[]): Promise<IdentifierRow[]> {
  return await identifiersOf(reader, ids, {})
}

/** Who has the number in use. */
export async function findByNumberInUse(reader: Reader, value: string): Promise<PatientId | null> {
  const row = await reader
    .selectFrom('patient_identifier')
    .select('patient_id')
    .where('value', '=', value)
    .where('status', '=', literal('in-use'))
    .executeTakeFirst()
  return row?.patient_id ?? null
}

export async function insertNumber(
  transaction: Transaction,
  patientId: PatientId,
  { type, value, warning }: NumberWrite,
  from: string
): Promise<void> {
  await transaction
    .insertInto('patient_identifier')
    .values({
      patient_id: patientId,
      type,
      value,
      warning,
      status: 'in-use',
      period_start: from,
      period_end: null
    })
    .execute()
}

/** A number with its own status and period, as another system knew it. */
export async function addNumber(
  transaction: Transaction,
  patientId: PatientId,
  { type, value, status, periodStart, periodEnd }: Identifier,
  today: string
): Promise<void> {
  await transaction
    .insertInto('patient_identifier')
    .values({
      patient_id: patientId,
      type,
      value,
      warning: null,
      status,
      period_start: status === 'in-use' ? (periodStart ?? today) : periodStart,
      period_end: periodEnd
    })
    .execute()
}

export async function ceaseNumber(transaction: Transaction, id: number, on: string): Promise<void> {
  await transaction
    .updateTable('patient_identifier')
    .set({ status: 'ceased', period_end: on })
    .where('id', '=', id)
    .execute()
}

/** A number mistyped today never was the patient's. */
export async function removeNumber(transaction: Transaction, id: number): Promise<void> {
  await transaction.deleteFrom('patient_identifier').where('id', '=', id).execute()
}

export function toIdentifier(row: IdentifierRow): Identifier {
  return {
    type: row.type,
    value: row.value,
    status: row.status,
    periodStart: row.period_start,
    periodEnd: row.period_end
  }
}
