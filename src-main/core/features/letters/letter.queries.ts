import type { AppointmentId, LetterId, MessageId, PatientId, UserId } from '@contract/ids'
import type { Letter } from '@contract/letters'
import type { Insertable, RawBuilder, Selectable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { literal } from '../../database/literal'
import { prepared, type Slots } from '../../database/prepared'
import { preparedListed } from '../../database/prepared-listed'
import type { LetterStepTable, LetterTable } from '../../database/tables/letters'
import type { KnownLetter } from './letter-plan.rules'

const MOST_OF_APPOINTMENT = 50
const MOST_OF_PATIENT = 500
/** Beyond it the exact number helps nobody. */
const MOST_COUNTED = 1_000

const ofAppointment = prepared((reader: Reader, { id }: Slots<{ id: AppointmentId }>) =>
  reader
    .selectFrom('letter')
    .select(['id', 'kind', 'state', 'about_start'])
    .where('appointment_id', '=', id)
    .orderBy('id')
    .limit(MOST_OF_APPOINTMENT)
)

/** Every letter there has been about an appointment, oldest first. */
export async function lettersOfAppointment(reader: Reader, id: AppointmentId): Promise<KnownLetter[]> {
  return await ofAppointment.all(reader, { id })
}

/** Of these appointments those about which a letter waits or lies on paper; the newest of each counts. */
const standingOf = preparedListed((reader, ids: RawBuilder<AppointmentId>) =>
  reader
    .selectFrom('letter')
    .select(['appointment_id', 'state'])
    .where('appointment_id', 'in', ids)
    .where('state', 'in', ['waiting', 'printed'])
    .orderBy('id')
    .limit(10_000)
)

export async function lettersAbout(
  reader: Reader,
  ids: readonly AppointmentId[]
): Promise<ReadonlyMap<AppointmentId, 'waiting' | 'printed'>> {
  const states = new Map<AppointmentId, 'waiting' | 'printed'>()
  for (const { appointment_id: id, state } of await standingOf(reader, ids, {}))
    if (id !== null && state !== 'withdrawn') states.set(id, state)
  return states
}

/** What the program wrote by itself because the patient was reserved, and nobody has printed. */
export async function lettersForReserved(reader: Reader, patientId: PatientId): Promise<LetterId[]> {
  const rows = await reader
    .selectFrom('letter')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('state', '=', literal('waiting'))
    .where('cause', '=', 'reserved')
    .where('template_version', 'is not', null)
    .orderBy('id')
    .limit(MOST_OF_APPOINTMENT)
    .execute()
  return rows.map(({ id }) => id)
}

/** What waits for one patient, whoever wrote it. */
export async function waitingLettersOf(reader: Reader, patientId: PatientId): Promise<LetterId[]> {
  const rows = await reader
    .selectFrom('letter')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('state', '=', literal('waiting'))
    .orderBy('id')
    .limit(MOST_OF_PATIENT)
    .execute()
  return rows.map(({ id }) => id)
}

/** Those that wait about an appointment that has begun. */
export async function overdueLetters(reader: Reader, at: string, limit: number): Promise<LetterId[]> {
  const rows = await reader
    .selectFrom('letter')
    .select('id')
    .where('state', '=', literal('waiting'))
    .where('about_start', '<=', at)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Those that wait for somebody who has died. */
export async function lettersToDeceased(reader: Reader, limit: number): Promise<LetterId[]> {
  const rows = await reader
    .selectFrom('letter')
    .innerJoin('patient', 'patient.id', 'letter.patient_id')
    .select('letter.id')
    .where('letter.state', '=', literal('waiting'))
    .where('patient.deceased_on', 'is not', null)
    .orderBy('letter.id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** A letter and what is shown and printed of its patient. */
export type LetterRow = Selectable<LetterTable> & {
  readonly family_name: string
  readonly given_name: string
  readonly birth_date: string | null
  readonly address_line: string
  readonly postal_code: string
  readonly city: string
  readonly address_protection: 'none' | 'confidential' | 'strictly-confidential'
  readonly deceased_on: string | null
  readonly author: string | null
  readonly printer: string | null
}

function selectLetters(reader: Reader) {
  return reader
    .selectFrom('letter')
    .innerJoin('patient', 'patient.id', 'letter.patient_id')
    .leftJoin('user as author', 'author.id', 'letter.created_by')
    .leftJoin('user as printer', 'printer.id', 'letter.printed_by')
    .select([
      'letter.id',
      'letter.key',
      'letter.patient_id',
      'letter.appointment_id',
      'letter.about_start',
      'letter.message_id',
      'letter.kind',
      'letter.language',
      'letter.subject',
      'letter.body',
      'letter.template_version',
      'letter.cause',
      'letter.state',
      'letter.reason',
      'letter.created_at',
      'letter.created_by',
      'letter.printed_at',
      'letter.printed_by',
      'letter.ended_at',
      'patient.family_name',
      'patient.given_name',
      'patient.birth_date',
      'patient.address_line',
      'patient.postal_code',
      'patient.city',
      'patient.address_protection',
      'patient.deceased_on',
      'author.name as author',
      'printer.name as printer'
    ])
}

/** In the order of the ids asked for; those there are. */
export async function findLetters(reader: Reader, ids: readonly LetterId[]): Promise<LetterRow[]> {
  const rows = await selectLetters(reader)
    .where('letter.id', 'in', listed(ids))
    .orderBy('letter.id')
    .limit(ids.length)
    .execute()
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
}

/** Oldest first, after the one given. */
export async function waitingLetters(
  reader: Reader,
  { afterId, limit }: { afterId: LetterId | null; limit: number }
): Promise<LetterRow[]> {
  // Nobody posts a letter to somebody who has died; the quarter of an hour withdraws it.
  let query = selectLetters(reader)
    .where('letter.state', '=', literal('waiting'))
    .where('patient.deceased_on', 'is', null)
  if (afterId !== null) query = query.where('letter.id', '>', afterId)
  return await query.orderBy('letter.id').limit(limit).execute()
}

export interface PrintedPlace {
  readonly printedAt: string
  readonly id: LetterId
}

/** Newest first, before the one given. */
export async function printedLetters(
  reader: Reader,
  { before, limit }: { before: PrintedPlace | null; limit: number }
): Promise<LetterRow[]> {
  let query = selectLetters(reader).where('letter.state', '=', literal('printed'))
  if (before !== null)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('letter.printed_at', 'letter.id'), '<', tuple(before.printedAt, before.id))
    )
  return await query.orderBy('letter.printed_at', 'desc').orderBy('letter.id', 'desc').limit(limit).execute()
}

export async function lettersOfPatient(
  reader: Reader,
  patientId: PatientId,
  limit: number
): Promise<LetterRow[]> {
  return await selectLetters(reader)
    .where('letter.patient_id', '=', patientId)
    .orderBy('letter.id', 'desc')
    .limit(limit)
    .execute()
}

/** The letter in the place of this message that has not been withdrawn. */
export async function letterForMessage(reader: Reader, messageId: MessageId): Promise<LetterId | null> {
  const row = await reader
    .selectFrom('letter')
    .select('id')
    .where('message_id', '=', messageId)
    .where('state', '<>', 'withdrawn')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** At most a thousand are counted. */
export async function countWaiting(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom(
      reader
        .selectFrom('letter')
        .innerJoin('patient', 'patient.id', 'letter.patient_id')
        .select('letter.id')
        .where('letter.state', '=', literal('waiting'))
        .where('patient.deceased_on', 'is', null)
        .limit(MOST_COUNTED)
        .as('waiting')
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** @returns null when there is a letter with that key */
export async function insertLetter(
  transaction: Transaction,
  row: Insertable<LetterTable>
): Promise<LetterId | null> {
  const added = await transaction
    .insertInto('letter')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return added?.id ?? null
}

/** Changes a letter that is in the state expected. @returns false when it is in another one by now. */
export async function changeLetter(
  transaction: Transaction,
  { id, from }: { id: LetterId; from: Letter['state'] },
  change: Omit<Updateable<LetterTable>, 'id'>
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('letter')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function appendStep(
  transaction: Transaction,
  step: { id: LetterId; step: LetterStepTable['step']; at: string; userId: UserId | null }
): Promise<void> {
  await transaction
    .insertInto('letter_step')
    .values({ letter_id: step.id, step: step.step, taken_at: step.at, user_id: step.userId })
    .execute()
}
