import type { IdentifierId, PatientId } from '@contract/ids'
import type { Identifier, IdentifierType } from '@contract/patients'
import type { RawBuilder, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { preparedListed } from '../../database/prepared-listed'
import type { PatientIdentifierTable } from '../../database/tables/patients'
import { literal } from '../../database/literal'
import { byStanding } from './identifier-standing.rules'

export type IdentifierRow = Selectable<PatientIdentifierTable>

/** A number with its own status and period. */
export type IssuedNumber = Pick<
  Identifier,
  'type' | 'country' | 'value' | 'status' | 'periodStart' | 'periodEnd'
>

export interface NumberWrite {
  readonly type: IdentifierType
  /** ISO 3166-1 alpha-2, of what another country issued. */
  readonly country?: string | null
  readonly value: string
  /** The rule it passes only with a reservation. */
  readonly warning: string | null
}

export const IDENTIFIER_COLUMNS = [
  'id',
  'patient_id',
  'type',
  'country',
  'value',
  'status',
  'warning',
  'period_start',
  'period_end'
] as const

const identifiersOf = preparedListed((reader, ids: RawBuilder<PatientId>) =>
  reader
    .selectFrom('patient_identifier')
    .select(IDENTIFIER_COLUMNS)
    .where('patient_id', 'in', ids)
    .orderBy('id', 'desc')
    .limit(10_000)
)

/** Each patient's with those in use first, and of them the one that stands for the patient. */
export async function findIdentifiers(reader: Reader, ids: readonly PatientId[]): Promise<IdentifierRow[]> {
  return (await identifiersOf(reader, ids, {})).sort(byStanding)
}

/** One of the patient's. */
export async function findIdentifier(
  reader: Reader,
  { id, patientId }: { id: IdentifierId; patientId: PatientId }
): Promise<IdentifierRow | null> {
  const row = await reader
    .selectFrom('patient_identifier')
    .select(IDENTIFIER_COLUMNS)
    .where('id', '=', id)
    .where('patient_id', '=', patientId)
    .executeTakeFirst()
  return row ?? null
}

/** Who has the number in use; `country` where another one issued it. */
export async function findByNumberInUse(
  reader: Reader,
  value: string,
  country: string | null = null
): Promise<PatientId | null> {
  const row = await reader
    .selectFrom('patient_identifier')
    .select('patient_id')
    .where('value', '=', value)
    .where('status', '=', literal('in-use'))
    .where('country', 'is', country)
    .executeTakeFirst()
  return row?.patient_id ?? null
}

/** Which of these numbers somebody has or had. */
export async function findKnownNumbers(
  reader: Reader,
  values: readonly string[]
): Promise<ReadonlySet<string>> {
  if (values.length === 0) return new Set()
  const rows = await reader
    .selectFrom('patient_identifier')
    .select('value')
    .where('value', 'in', listed(values))
    .limit(values.length * 10)
    .execute()
  return new Set(rows.map(({ value }) => value))
}

/** From the day given, or from the day the document itself states. */
export async function insertNumber(
  transaction: Transaction,
  patientId: PatientId,
  { type, country = null, value, warning }: NumberWrite,
  { from, until = null }: { from: string | null; until?: string | null }
): Promise<IdentifierId> {
  const { id } = await transaction
    .insertInto('patient_identifier')
    .values({
      patient_id: patientId,
      type,
      country,
      value,
      warning,
      status: 'in-use',
      period_start: from,
      period_end: until
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A number with its own status and period, as another system knew it. */
export async function addNumber(
  transaction: Transaction,
  patientId: PatientId,
  { type, country, value, status, periodStart, periodEnd }: IssuedNumber,
  today: string
): Promise<void> {
  await transaction
    .insertInto('patient_identifier')
    .values({
      patient_id: patientId,
      type,
      country,
      value,
      warning: null,
      status,
      period_start: status === 'in-use' ? (periodStart ?? today) : periodStart,
      period_end: periodEnd
    })
    .execute()
}

/** Puts back a row as it stood, under its own id. */
export async function restoreIdentifier(transaction: Transaction, row: IdentifierRow): Promise<void> {
  await transaction.insertInto('patient_identifier').values(row).execute()
}

/** @returns false when it was not in use. */
export async function ceaseNumber(transaction: Transaction, id: IdentifierId, on: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('patient_identifier')
    .set({ status: 'ceased', period_end: on })
    .where('id', '=', id)
    .where('status', '=', literal('in-use'))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Takes a ceasing back. @returns false when it was not ceased, or is not this patient's. */
export async function reopenNumber(
  transaction: Transaction,
  { id, patientId, until }: { id: IdentifierId; patientId: PatientId; until: string | null }
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('patient_identifier')
    .set({ status: 'in-use', period_end: until })
    .where('id', '=', id)
    .where('patient_id', '=', patientId)
    .where('status', '=', literal('ceased'))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** One that should never have stood at the patient. @returns false when it was gone already, or is somebody else's. */
export async function removeNumber(
  transaction: Transaction,
  { id, patientId }: { id: IdentifierId; patientId: PatientId }
): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('patient_identifier')
    .where('id', '=', id)
    .where('patient_id', '=', patientId)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

export function toIdentifier(row: IdentifierRow): Identifier {
  return {
    id: row.id,
    type: row.type,
    country: row.country,
    value: row.value,
    status: row.status,
    periodStart: row.period_start,
    periodEnd: row.period_end
  }
}
