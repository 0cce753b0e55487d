import type { IdentifierChange } from '@contract/identifiers'
import type { IdentifierChangeId, PatientId } from '@contract/ids'
import type { Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { IdentifierChangeTable } from '../../database/tables/patients'
import type { Actor } from '../../rpc/handlers'
import type { IdentifierRow } from './identifiers.queries'

export type IdentifierChangeRow = Selectable<IdentifierChangeTable>

const COLUMNS = [
  'id',
  'patient_id',
  'kind',
  'old_identifier_id',
  'old_type',
  'old_country',
  'old_value',
  'old_status',
  'old_warning',
  'old_period_start',
  'old_period_end',
  'new_identifier_id',
  'new_type',
  'new_country',
  'new_value',
  'new_birth_date',
  'old_birth_date',
  'changed_at',
  'user_id',
  'user_name',
  'undone_at'
] as const

/** Shown of one patient; nobody has more. */
const MOST_CHANGES = 200

export interface ChangeWrite {
  readonly patientId: PatientId
  readonly kind: IdentifierChangeRow['kind']
  readonly before: IdentifierRow | null
  readonly after: Pick<IdentifierRow, 'id' | 'type' | 'country' | 'value'> | null
  /** Where the birth date changed with the number. */
  readonly birthDate?: { readonly before: string | null; readonly after: string } | null
  readonly at: string
  readonly actor: Actor
}

/** Keeps what became of an identifier: the patient's history, and what the portal is to be told. */
export async function insertChange(
  transaction: Transaction,
  { patientId, kind, before, after, birthDate = null, at, actor }: ChangeWrite
): Promise<IdentifierChangeId> {
  const { id } = await transaction
    .insertInto('identifier_change')
    .values({
      patient_id: patientId,
      kind,
      old_identifier_id: before?.id ?? null,
      old_type: before?.type ?? null,
      old_country: before?.country ?? null,
      old_value: before?.value ?? null,
      old_status: before?.status ?? null,
      old_warning: before?.warning ?? null,
      old_period_start: before?.period_start ?? null,
      old_period_end: before?.period_end ?? null,
      new_identifier_id: after?.id ?? null,
      new_type: after?.type ?? null,
      new_country: after?.country ?? null,
      new_value: after?.value ?? null,
      new_birth_date: birthDate?.after ?? null,
      old_birth_date: birthDate?.before ?? null,
      changed_at: at,
      user_id: actor.userId,
      user_name: actor.name,
      undone_at: null
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Newest first, those taken back too. */
export async function findChanges(reader: Reader, patientId: PatientId): Promise<IdentifierChangeRow[]> {
  return await reader
    .selectFrom('identifier_change')
    .select(COLUMNS)
    .where('patient_id', '=', patientId)
    .orderBy('id', 'desc')
    .limit(MOST_CHANGES)
    .execute()
}

/** @returns how many were not taken back before */
export async function markUndone(
  transaction: Transaction,
  ids: readonly IdentifierChangeId[],
  at: string
): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('identifier_change')
    .set({ undone_at: at })
    .where('id', 'in', ids)
    .where('undone_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** The identifier that a change ended, as it stood before. Null where it made one only. */
export function identifierBefore(row: IdentifierChangeRow): IdentifierRow | null {
  const { old_identifier_id: id, old_type: type, old_value: value, old_status: status } = row
  if (id === null || type === null || value === null || status === null) return null
  return {
    id,
    patient_id: row.patient_id,
    type,
    country: row.old_country,
    value,
    status,
    warning: row.old_warning,
    period_start: row.old_period_start,
    period_end: row.old_period_end
  }
}

export function toIdentifierChange(row: IdentifierChangeRow): IdentifierChange {
  const { old_type, old_value, new_type, new_value } = row
  return {
    id: row.id,
    kind: row.kind,
    before:
      old_type === null || old_value === null
        ? null
        : { type: old_type, country: row.old_country, value: old_value },
    after:
      new_type === null || new_value === null
        ? null
        : { type: new_type, country: row.new_country, value: new_value },
    changedAt: row.changed_at,
    userName: row.user_name,
    isUndone: row.undone_at !== null
  }
}
