import type { PatientId, UserId } from '@contract/ids'
import type { ContactChannel, VerifiedHow } from '@contract/patients'
import type { RawBuilder, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { preparedListed } from '../../database/prepared-listed'
import type { PatientContactTable } from '../../database/tables/patients'

export type ContactRow = Selectable<PatientContactTable>

const COLUMNS = [
  'id',
  'patient_id',
  'channel',
  'value',
  'updated_at',
  'verified_at',
  'verified_how',
  'verified_by',
  'disputed_at',
  'ended_at'
] as const

const contactsOf = preparedListed((reader, ids: RawBuilder<PatientId>) =>
  reader
    .selectFrom('patient_contact')
    .select(COLUMNS)
    .where('patient_id', 'in', ids)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .limit(10_000)
)

/** Today's mobile and e-mail of these patients. */
export async function findContacts(reader: Reader, ids: readonly PatientId[]): Promise<ContactRow[]> {
  return await contactsOf(reader, ids, {})
}

/**
 * Who has this mobile or e-mail today, by id; the first 200. Nobody with a protected address is found by it: whoever
 * knows the telephone would learn that its holder is a patient here.
 */
export async function findPatientsByContact(
  reader: Reader,
  channel: ContactChannel,
  value: string
): Promise<PatientId[]> {
  const rows = await reader
    .selectFrom('patient_contact')
    .innerJoin('patient', 'patient.id', 'patient_contact.patient_id')
    .select('patient_contact.patient_id')
    .where('patient_contact.value', '=', value)
    .where('patient_contact.channel', '=', channel)
    .where('patient_contact.ended_at', 'is', null)
    .where('patient.address_protection', '=', 'none')
    .where('patient.merged_into', 'is', null)
    .orderBy('patient_contact.patient_id')
    .limit(200)
    .execute()
  return rows.map(({ patient_id }) => patient_id)
}

/** On a clinic's own number, typed for want of another, may stand thousands. */
export const MOST_SHARING = 20

/** The others who have the same today, but for those with a protected address; the first 20, by id. */
export async function findSharing(
  reader: Reader,
  { channel, value, patient_id }: Pick<ContactRow, 'channel' | 'value' | 'patient_id'>
): Promise<{ patientId: PatientId; name: string }[]> {
  const rows = await reader
    .selectFrom('patient_contact')
    .innerJoin('patient', 'patient.id', 'patient_contact.patient_id')
    .select(['patient.id', 'patient.given_name', 'patient.family_name'])
    .where('patient_contact.value', '=', value)
    .where('patient_contact.channel', '=', channel)
    .where('patient_contact.ended_at', 'is', null)
    .where('patient_contact.patient_id', '<>', patient_id)
    .where('patient.address_protection', '=', 'none')
    .where('patient.merged_into', 'is', null)
    .orderBy('patient_contact.patient_id')
    .limit(MOST_SHARING)
    .execute()
  return rows.map((row) => ({ patientId: row.id, name: `${row.given_name} ${row.family_name}`.trim() }))
}

/** A new value is a new row, not yet verified; the one before keeps what it was. Null: there is none any more. */
export async function replaceContact(
  transaction: Transaction,
  { patientId, channel, value }: { patientId: PatientId; channel: ContactChannel; value: string | null },
  at: string
): Promise<void> {
  await transaction
    .updateTable('patient_contact')
    .set({ ended_at: at })
    .where('patient_id', '=', patientId)
    .where('channel', '=', channel)
    .where('ended_at', 'is', null)
    .execute()
  if (value === null) return
  await transaction
    .insertInto('patient_contact')
    .values({
      patient_id: patientId,
      channel,
      value,
      updated_at: at,
      verified_at: null,
      verified_how: null,
      verified_by: null,
      ended_at: null
    })
    .execute()
}

/**
 * Somebody has answered from a mobile that it is not the patient's. The next row of it, confirmed or another number, is
 * free of that.
 * @returns false when the patient has another one by now
 */
export async function disputeMobile(
  transaction: Transaction,
  { patientId, value }: { patientId: PatientId; value: string },
  at: string
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('patient_contact')
    .set({ disputed_at: at })
    .where('patient_id', '=', patientId)
    .where('channel', '=', 'mobile')
    .where('value', '=', value)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export interface Verification {
  readonly patientId: PatientId
  readonly channel: ContactChannel
  /** Only this value is verified: it may have changed since the code was sent. Null: whatever stands there. */
  readonly value: string | null
  readonly how: VerifiedHow
  readonly by: UserId | null
}

/**
 * The row that was verified ends and a verified one takes its place, so that every verification stays in the history.
 * @returns false when there is no such contact today.
 */
export async function verifyContact(
  transaction: Transaction,
  { patientId, channel, value, how, by }: Verification,
  at: string
): Promise<boolean> {
  const contacts = await findContacts(transaction, [patientId])
  const current = contacts.find((row) => row.channel === channel && (value === null || row.value === value))
  if (!current) return false
  await transaction
    .updateTable('patient_contact')
    .set({ ended_at: at })
    .where('id', '=', current.id)
    .execute()
  await transaction
    .insertInto('patient_contact')
    .values({
      patient_id: patientId,
      channel,
      value: current.value,
      updated_at: current.updated_at,
      verified_at: at,
      verified_how: how,
      verified_by: by,
      ended_at: null
    })
    .execute()
  return true
}

/**
 * What the patient had said at `verifiedAt` is taken back: the row ends, and one with the verification that the contact
 * had before takes its place. Both stay in the history.
 * @returns false when it is not what was confirmed then.
 */
export async function takeBackVerification(
  transaction: Transaction,
  { patientId, channel, verifiedAt }: { patientId: PatientId; channel: ContactChannel; verifiedAt: string },
  at: string
): Promise<boolean> {
  const current = (await findContacts(transaction, [patientId])).find((row) => row.channel === channel)
  if (current?.verified_at !== verifiedAt || current.verified_how !== 'said') return false
  const before = await transaction
    .selectFrom('patient_contact')
    .select(COLUMNS)
    .where('patient_id', '=', patientId)
    .where('channel', '=', channel)
    .where('value', '=', current.value)
    .where('id', '<', current.id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!before) return false
  await transaction
    .updateTable('patient_contact')
    .set({ ended_at: at })
    .where('id', '=', current.id)
    .execute()
  const { id: _id, ...sureAsBefore } = before
  await transaction
    .insertInto('patient_contact')
    .values({ ...sureAsBefore, ended_at: null })
    .execute()
  return true
}
