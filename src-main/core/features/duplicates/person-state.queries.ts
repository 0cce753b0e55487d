import type { PatientId } from '@contract/ids'
import { ClinicianId } from '@contract/ids'
import type { ContactChannel } from '@contract/patients'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import { indexPatientWords, removePatientWords } from '../../database/patient-search'
import {
  AFTER_EVERY_NAME,
  findContacts,
  findIdentifiers,
  isForeignType,
  nameKeys,
  nameWords,
  type PatientRow
} from '../patients'
import type { PersonState } from './person-state.rules'

/** A record as it stands. */
export async function readState(reader: Reader, row: PatientRow): Promise<PersonState> {
  const contacts = await findContacts(reader, [row.id])
  const valueOf = (channel: ContactChannel) =>
    contacts.find((contact) => contact.channel === channel)?.value ?? null
  const [number] = (await findIdentifiers(reader, [row.id])).filter(({ status }) => status === 'in-use')
  return {
    family_name: row.family_name,
    given_name: row.given_name,
    provisional_name: row.provisional_name,
    birth_date: row.birth_date,
    sex: row.sex,
    language: row.language,
    address_line: row.address_line,
    postal_code: row.postal_code,
    city: row.city,
    address_protection: row.address_protection,
    gp_clinician_id: row.gp_clinician_id,
    gp_external_name: row.gp_external_name,
    note: row.note,
    confidentiality: row.confidentiality,
    is_reserved: row.is_reserved,
    preferred_channel: row.preferred_channel,
    deceased_on: row.deceased_on,
    number: number?.value ?? null,
    mobile: valueOf('mobile'),
    email: valueOf('email')
  }
}

/** Writes a record so that this is what stands there; the version rises. Its numbers and contacts are there already. */
export async function writeState(
  transaction: Transaction,
  id: PatientId,
  { state, at, today }: { state: PersonState; at: string; today: string }
): Promise<void> {
  const { number, mobile, email, gp_clinician_id, ...columns } = state
  const name = { familyName: state.family_name, givenName: state.given_name }
  await transaction
    .updateTable('patient')
    .set(({ eb }) => ({
      ...columns,
      ...nameKeys(name),
      gp_clinician_id: gp_clinician_id === null ? null : ClinicianId.parse(gp_clinician_id),
      version: eb('version', '+', 1),
      updated_at: at
    }))
    .where('id', '=', id)
    .execute()
  await indexPatientWords(transaction, id, nameWords(name))
  await useNumber(transaction, id, { value: number, today })
  await useContact(transaction, id, { channel: 'mobile', value: mobile, at })
  await useContact(transaction, id, { channel: 'email', value: email, at })
  await countAgain(transaction, id)
}

/**
 * The record is merged, and what it said stands in the journal. The row is left so that no list finds it, whoever wrote
 * that list: behind all names, without a birth date, and as one who is no longer there.
 */
export async function hideRecord(
  transaction: Transaction,
  id: PatientId,
  { into, at }: { into: PatientId; at: string }
): Promise<void> {
  await transaction
    .updateTable('patient')
    .set(({ eb }) => ({
      merged_into: into,
      name_key: AFTER_EVERY_NAME,
      first_key: AFTER_EVERY_NAME,
      birth_date: null,
      address_line: '',
      postal_code: '',
      city: '',
      gp_clinician_id: null,
      gp_external_name: null,
      note: '',
      deceased_on: at.slice(0, 10),
      version: eb('version', '+', 1),
      updated_at: at
    }))
    .where('id', '=', id)
    .execute()
  await removePatientWords(transaction, id)
  await countAgain(transaction, id)
}

/** The record stands by itself again; its state is written next. */
export async function showRecord(transaction: Transaction, id: PatientId): Promise<void> {
  await transaction.updateTable('patient').set({ merged_into: null }).where('id', '=', id).execute()
}

/**
 * The triggers that keep what follows from numbers and contacts see only the patient to whom a row has come, not the one
 * it has left: here they see what is left.
 */
async function countAgain(transaction: Transaction, id: PatientId): Promise<void> {
  await transaction
    .updateTable('patient')
    .set({ has_number: 0, mobile_confirmed_at: null })
    .where('id', '=', id)
    .execute()
  await transaction
    .updateTable('patient_identifier')
    .set(({ ref }) => ({ status: ref('status') }))
    .where('patient_id', '=', id)
    .execute()
  await transaction
    .updateTable('patient_contact')
    .set(({ ref }) => ({ ended_at: ref('ended_at') }))
    .where('patient_id', '=', id)
    .execute()
}

/**
 * Of the record's national numbers only this one is in use; one that somebody else has got since stays ceased. What
 * other countries issued stands beside it.
 */
async function useNumber(
  transaction: Transaction,
  id: PatientId,
  { value, today }: { value: string | null; today: string }
): Promise<void> {
  const numbers = await findIdentifiers(transaction, [id])
  const chosen = numbers.find((row) => row.value === value)
  for (const row of numbers)
    if (row.status === 'in-use' && row.id !== chosen?.id && !isForeignType(row.type))
      await transaction
        .updateTable('patient_identifier')
        .set({ status: 'ceased', period_end: today })
        .where('id', '=', row.id)
        .execute()
  if (!chosen || chosen.status === 'in-use') return
  const taken = await transaction
    .selectFrom('patient_identifier')
    .select('id')
    .where('value', '=', chosen.value)
    .where('status', '=', literal('in-use'))
    .executeTakeFirst()
  if (taken) return
  await transaction
    .updateTable('patient_identifier')
    .set({ status: 'in-use', period_end: null })
    .where('id', '=', chosen.id)
    .execute()
}

/** Today's mobile or e-mail is this one; the newest row of it says how sure it is. */
async function useContact(
  transaction: Transaction,
  id: PatientId,
  { channel, value, at }: { channel: ContactChannel; value: string | null; at: string }
): Promise<void> {
  const rows = await transaction
    .selectFrom('patient_contact')
    .select(['id', 'value', 'ended_at'])
    .where('patient_id', '=', id)
    .where('channel', '=', channel)
    .orderBy('id', 'desc')
    .limit(1_000)
    .execute()
  const current = rows.find(({ ended_at }) => ended_at === null)
  if ((current?.value ?? null) === value) return
  if (current) await endContact(transaction, current.id, at)
  const chosen = value === null ? undefined : rows.find((row) => row.value === value)
  if (chosen)
    await transaction
      .updateTable('patient_contact')
      .set({ ended_at: null })
      .where('id', '=', chosen.id)
      .execute()
}

async function endContact(transaction: Transaction, id: number, at: string): Promise<void> {
  await transaction.updateTable('patient_contact').set({ ended_at: at }).where('id', '=', id).execute()
}

/** Before two records' contacts come together: there is one of each kind at a time. */
export async function endContacts(transaction: Transaction, id: PatientId, at: string): Promise<void> {
  await transaction
    .updateTable('patient_contact')
    .set({ ended_at: at })
    .where('patient_id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}
