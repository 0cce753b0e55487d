import type { ClinicianId } from '@contract/ids'
import type { Reader } from '../../database/database'
import type { MergeRecord } from './merges.queries'
import { decisions } from './since-decisions.queries'
import { identifiers } from './since-identifiers.queries'
import { MOST_OF_A_KIND, ROW, type Look, type Sides } from './since-look'
import { keyOf, type SinceRow } from './since.rules'

/** Rows that name the survivor and were made since the merge. */
export async function readSince(
  reader: Reader,
  { survivorId, highest, survivorBefore, loserBefore }: MergeRecord
): Promise<SinceRow[]> {
  const sides = { survivor: survivorBefore, loser: loserBefore }
  const found: SinceRow[] = []
  for (const [table, look] of LOOKS)
    found.push(...(await look(reader, { patientId: survivorId, above: highest[table] ?? 0, sides })))
  return found
}

/** A value that only one of the two had says whose something is. */
function ownerOf(value: string | null, field: 'mobile' | 'email' | 'number', { survivor, loser }: Sides) {
  if (value === null || survivor[field] === loser[field]) return null
  if (value === loser[field]) return 'loser'
  return value === survivor[field] ? 'survivor' : null
}

function byAddress(address: string | null, sides: Sides): 'survivor' | 'loser' {
  return ownerOf(address, 'mobile', sides) ?? ownerOf(address, 'email', sides) ?? 'survivor'
}

function byClinician(id: ClinicianId | null, { survivor, loser }: Sides): 'survivor' | 'loser' {
  const isLosers = id !== null && loser.gp_clinician_id === id && survivor.gp_clinician_id !== id
  return isLosers ? 'loser' : 'survivor'
}

const parentsOf = (parents: readonly (readonly [table: string, id: number | null])[]): string[] =>
  parents.flatMap(([table, id]) => (id === null ? [] : [keyOf(table, id)]))

const series: Look = async (reader, { patientId, above }) => {
  const rows = await reader
    .selectFrom('appointment_series')
    .select(['id', 'created_at', 'first_date'])
    .where('patient_id', '=', patientId)
    .where(({ eb, ref }) => eb(ref('id').$castTo<number>(), '>', above))
    .orderBy('id')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => ({
    ...ROW,
    kind: 'series',
    table: 'appointment_series',
    id: row.id,
    at: row.created_at,
    text: row.first_date
  }))
}

const appointments: Look = async (reader, { patientId, above, sides }) => {
  const rows = await reader
    .selectFrom('appointment')
    .innerJoin('clinician', 'clinician.id', 'appointment.clinician_id')
    .select([
      'appointment.id',
      'appointment.start_at',
      'appointment.series_id',
      'appointment.clinician_id',
      'clinician.name'
    ])
    .where('appointment.patient_id', '=', patientId)
    .where(({ eb, ref }) => eb(ref('appointment.id').$castTo<number>(), '>', above))
    .orderBy('appointment.start_at')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => ({
    ...ROW,
    kind: 'appointment',
    table: 'appointment',
    id: row.id,
    at: row.start_at,
    text: row.name,
    parents: parentsOf([['appointment_series', row.series_id]]),
    suggested: byClinician(row.clinician_id, sides)
  }))
}

const waitingList: Look = async (reader, { patientId, above }) => {
  const rows = await reader
    .selectFrom('waiting_list_entry')
    .innerJoin('appointment_type', 'appointment_type.id', 'waiting_list_entry.type_id')
    .select([
      'waiting_list_entry.id',
      'waiting_list_entry.created_at',
      'waiting_list_entry.appointment_id',
      'appointment_type.name'
    ])
    .where('waiting_list_entry.patient_id', '=', patientId)
    .where(({ eb, ref }) => eb(ref('waiting_list_entry.id').$castTo<number>(), '>', above))
    .orderBy('waiting_list_entry.id')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => ({
    ...ROW,
    kind: 'waiting-list',
    table: 'waiting_list_entry',
    id: row.id,
    at: row.created_at,
    text: row.name,
    parents: parentsOf([['appointment', row.appointment_id]])
  }))
}

const replies: Look = async (reader, { patientId, above, sides }) => {
  const rows = await reader
    .selectFrom('inbound_message')
    .leftJoin('inbound_appointment', 'inbound_appointment.inbound_message_id', 'inbound_message.id')
    .select(({ fn }) => [
      'inbound_message.id',
      'inbound_message.received_at',
      'inbound_message.sender',
      fn.min('inbound_appointment.appointment_id').as('appointment_id')
    ])
    .where('inbound_message.patient_id', '=', patientId)
    .where(({ eb, ref }) => eb(ref('inbound_message.id').$castTo<number>(), '>', above))
    .groupBy('inbound_message.id')
    .orderBy('inbound_message.id')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => ({
    ...ROW,
    kind: 'reply',
    table: 'inbound_message',
    id: row.id,
    at: row.received_at,
    text: row.sender,
    parents: parentsOf([['appointment', row.appointment_id]]),
    suggested: byAddress(row.sender, sides)
  }))
}

const codes: Look = async (reader, { patientId, above, sides }) => {
  const rows = await reader
    .selectFrom('one_time_code')
    .select(['id', 'asked_at', 'mobile', 'message_id'])
    .where('patient_id', '=', patientId)
    .where(({ eb, ref }) => eb(ref('id').$castTo<number>(), '>', above))
    .orderBy('id')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => ({
    ...ROW,
    kind: 'code',
    table: 'one_time_code',
    id: row.id,
    at: row.asked_at,
    text: row.mobile,
    parents: parentsOf([['message', row.message_id]]),
    suggested: byAddress(row.mobile, sides)
  }))
}

const messages: Look = async (reader, { patientId, above, sides }) => {
  const rows = await reader
    .selectFrom('message')
    .leftJoin('waiting_list_offer', 'waiting_list_offer.message_id', 'message.id')
    .select([
      'message.id',
      'message.created_at',
      'message.recipient',
      'message.purpose',
      'message.appointment_id',
      'message.answer_to',
      'waiting_list_offer.entry_id'
    ])
    .where('message.patient_id', '=', patientId)
    .where(({ eb, ref }) => eb(ref('message.id').$castTo<number>(), '>', above))
    .orderBy('message.id')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => ({
    ...ROW,
    kind: 'message',
    table: 'message',
    id: row.id,
    at: row.created_at,
    text: row.recipient ?? '',
    code: row.purpose,
    parents: parentsOf([
      ['appointment', row.appointment_id],
      ['waiting_list_entry', row.entry_id],
      ['inbound_message', row.answer_to]
    ]),
    suggested: byAddress(row.recipient, sides)
  }))
}

const letters: Look = async (reader, { patientId, above }) => {
  const rows = await reader
    .selectFrom('letter')
    .select(['id', 'created_at', 'subject', 'kind', 'appointment_id', 'message_id'])
    .where('patient_id', '=', patientId)
    .where(({ eb, ref }) => eb(ref('id').$castTo<number>(), '>', above))
    .orderBy('id')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => ({
    ...ROW,
    kind: 'letter',
    table: 'letter',
    id: row.id,
    at: row.created_at,
    text: row.subject,
    code: row.kind,
    parents: parentsOf([
      ['appointment', row.appointment_id],
      ['message', row.message_id]
    ])
  }))
}

const tasks: Look = async (reader, { patientId, above }) => {
  const rows = await reader
    .selectFrom('task')
    .select(['id', 'created_at', 'title', 'kind', 'appointment_id'])
    .where('patient_id', '=', patientId)
    .where(({ eb, ref }) => eb(ref('id').$castTo<number>(), '>', above))
    .orderBy('id')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => ({
    ...ROW,
    kind: 'task',
    table: 'task',
    id: row.id,
    at: row.created_at,
    text: row.title,
    code: row.kind,
    parents: parentsOf([['appointment', row.appointment_id]])
  }))
}

const contacts: Look = async (reader, { patientId, above, sides }) => {
  const rows = await reader
    .selectFrom('patient_contact')
    .select(['id', 'updated_at', 'value', 'channel'])
    .where('patient_id', '=', patientId)
    .where('id', '>', above)
    .orderBy('id')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => {
    const isOld = row.value === sides.survivor[row.channel] || row.value === sides.loser[row.channel]
    return {
      ...ROW,
      kind: 'contact',
      table: 'patient_contact',
      id: row.id,
      at: row.updated_at,
      text: row.value,
      code: row.channel,
      // Confirmed since, and no new value: it is the one's who had it.
      certain: isOld ? (ownerOf(row.value, row.channel, sides) ?? 'survivor') : null
    }
  })
}

const relations =
  (column: 'child_id' | 'guardian_id', other: 'child_id' | 'guardian_id', kind: 'guardian' | 'child'): Look =>
  async (reader, { patientId, above }) => {
    const rows = await reader
      .selectFrom('guardian')
      .innerJoin('patient', 'patient.id', `guardian.${other}`)
      .select(['guardian.id', 'patient.given_name', 'patient.family_name'])
      .where(`guardian.${column}`, '=', patientId)
      .where(({ eb, ref }) => eb(ref('guardian.id').$castTo<number>(), '>', above))
      .orderBy('guardian.id')
      .limit(MOST_OF_A_KIND)
      .execute()
    return rows.map((row) => ({
      ...ROW,
      kind,
      table: 'guardian',
      column,
      id: row.id,
      at: null,
      text: `${row.given_name} ${row.family_name}`.trim()
    }))
  }

const LOOKS: readonly (readonly [table: string, look: Look])[] = [
  ['appointment_series', series],
  ['appointment', appointments],
  ['waiting_list_entry', waitingList],
  ['inbound_message', replies],
  ['message', messages],
  ['letter', letters],
  ['one_time_code', codes],
  ['task', tasks],
  ['consent_decision', decisions],
  ['patient_contact', contacts],
  ['patient_identifier', identifiers],
  ['guardian', relations('child_id', 'guardian_id', 'guardian')],
  ['guardian', relations('guardian_id', 'child_id', 'child')]
]
