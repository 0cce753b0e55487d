import type { ConsentChannel } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Confidentiality } from '@contract/patients'
import type { Insertable, RawBuilder, Selectable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { preparedListed } from '../../database/prepared-listed'
import { indexPatientWords } from '../../database/patient-search'
import type { PatientTable } from '../../database/tables/patients'
import { AppError } from '../../platform/app-error'
import { nameKeys, nameWords } from './patient-name.rules'

export type PatientRow = Omit<
  Selectable<PatientTable>,
  'has_number' | 'has_guardian' | 'mobile_confirmed_at' | 'name_sort'
>

const COLUMNS = [
  'id',
  'version',
  'family_name',
  'given_name',
  'name_key',
  'first_key',
  'birth_date',
  'sex',
  'language',
  'address_line',
  'postal_code',
  'city',
  'address_protection',
  'confidentiality',
  'gp_clinician_id',
  'gp_external_name',
  'note',
  'is_reserved',
  'preferred_channel',
  'provisional_name',
  'deceased_on',
  'created_at',
  'updated_at',
  'erased_at',
  'merged_into'
] as const satisfies readonly (keyof PatientTable)[]

/** What is written of a patient; the keys for search and order are made here. */
export type PatientWrite = Omit<
  Insertable<PatientTable>,
  | 'id'
  | 'version'
  | 'name_key'
  | 'first_key'
  | 'confidentiality'
  | 'is_reserved'
  | 'preferred_channel'
  | 'deceased_on'
  | 'has_number'
  | 'has_guardian'
  | 'mobile_confirmed_at'
  | 'created_at'
  | 'updated_at'
  | 'erased_at'
  | 'merged_into'
>

const patientsById = preparedListed((reader, ids: RawBuilder<PatientId>) =>
  reader.selectFrom('patient').select(COLUMNS).where('id', 'in', ids).orderBy('id').limit(1_000)
)

/** In the order of the ids' own; the first 1,000. */
export async function findPatientRows(reader: Reader, ids: readonly PatientId[]): Promise<PatientRow[]> {
  return await patientsById(reader, ids, {})
}

/** @throws AppError `not-found`, `patient-erased`, `patient-merged` with the record that this one was merged into */
export async function getPatientRow(reader: Reader, id: PatientId): Promise<PatientRow> {
  const [row] = await findPatientRows(reader, [id])
  if (!row) throw new AppError('not-found')
  if (row.erased_at !== null) throw new AppError('patient-erased')
  if (row.merged_into !== null) throw new AppError('patient-merged', { patientId: row.merged_into })
  return row
}

/** The record itself, or the one that it was merged into. */
export async function standingPatientId(reader: Reader, id: PatientId): Promise<PatientId> {
  const [row] = await findPatientRows(reader, [id])
  return row?.merged_into ?? id
}

/** Writes a new patient and its search words. */
export async function insertPatient(
  transaction: Transaction,
  row: PatientWrite,
  at: string
): Promise<PatientId> {
  const name = { familyName: row.family_name, givenName: row.given_name }
  const { id } = await transaction
    .insertInto('patient')
    .values({ ...row, ...nameKeys(name), deceased_on: null, created_at: at, updated_at: at })
    .returning('id')
    .executeTakeFirstOrThrow()
  await indexPatientWords(transaction, id, nameWords(name))
  return id
}

/**
 * Changes a patient as it stood `before`, with its search words. Only what differs is written: the full-text index grows
 * with every write, and has to be merged every now and then, which a change of an address must not wait for.
 * @throws AppError `stale-version` when somebody else changed it meanwhile, `not-found`
 */
export async function updatePatient(
  transaction: Transaction,
  { before, at }: { before: PatientRow; at: string },
  row: PatientWrite
): Promise<void> {
  const name = { familyName: row.family_name, givenName: row.given_name }
  const change = whatDiffers({ ...row, ...nameKeys(name) }, before)
  await changeVersion(transaction, { id: before.id, version: before.version, at }, change)
  const isRenamed = change.family_name !== undefined || change.given_name !== undefined
  if (isRenamed) await indexPatientWords(transaction, before.id, nameWords(name))
}

/** The fields of `after` that `before` has otherwise. */
function whatDiffers<T extends object>(
  after: T,
  before: { readonly [Field in keyof T]: unknown }
): Partial<T> {
  const change: Partial<T> = {}
  for (const field in after) if (after[field] !== before[field]) change[field] = after[field]
  return change
}

/** Something about the patient changed that stands in another table: the version rises. */
export async function touchPatient(transaction: Transaction, id: PatientId, at: string): Promise<void> {
  const { version } = await getPatientRow(transaction, id)
  await changeVersion(transaction, { id, version, at }, {})
}

/** @returns false when it was so already. */
export async function setReserved(
  transaction: Transaction,
  { id, isReserved, at }: { id: PatientId; isReserved: boolean; at: string }
): Promise<boolean> {
  const { version, is_reserved } = await getPatientRow(transaction, id)
  if ((is_reserved === 1) === isReserved) return false
  await changeVersion(transaction, { id, version, at }, { is_reserved: isReserved ? 1 : 0 })
  return true
}

/** Whether somebody without a name of their own is called this. */
export async function hasProvisionalName(
  reader: Reader,
  name: { familyName: string; givenName: string }
): Promise<boolean> {
  const row = await reader
    .selectFrom('patient')
    .select('id')
    .where('name_key', '=', nameKeys(name).name_key)
    .where('provisional_name', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** A birth date that came with another number. The caller raises the version. */
export async function setBirthDate(
  transaction: Transaction,
  id: PatientId,
  birthDate: string | null
): Promise<void> {
  await transaction.updateTable('patient').set({ birth_date: birthDate }).where('id', '=', id).execute()
}

/** Null: the patient lives. The caller raises the version. */
export async function markDeceased(
  transaction: Transaction,
  id: PatientId,
  on: string | null
): Promise<void> {
  await transaction.updateTable('patient').set({ deceased_on: on }).where('id', '=', id).execute()
}

/** The caller raises the version. */
export async function setPreferredChannel(
  transaction: Transaction,
  id: PatientId,
  channel: ConsentChannel
): Promise<void> {
  await transaction.updateTable('patient').set({ preferred_channel: channel }).where('id', '=', id).execute()
}

/** The caller raises the version. */
export async function setConfidentiality(
  transaction: Transaction,
  id: PatientId,
  confidentiality: Confidentiality
): Promise<void> {
  await transaction.updateTable('patient').set({ confidentiality }).where('id', '=', id).execute()
}

async function changeVersion(
  transaction: Transaction,
  { id, version, at }: { id: PatientId; version: number; at: string },
  change: Updateable<PatientTable>
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('patient')
    .set({ ...change, version: version + 1, updated_at: at })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows === 1n) return
  await getPatientRow(transaction, id)
  throw new AppError('stale-version')
}
