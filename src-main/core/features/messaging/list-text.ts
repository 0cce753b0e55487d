import { randomBytes } from 'node:crypto'
import type { ClinicianId, PatientId } from '@contract/ids'
import type { ListRecipient, MessageList } from '@contract/messages'
import type { CivilDate } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import { appointmentsOfDay, type AppointmentRecord } from '../appointments'
import { channelRefusal } from './channel.rules'
import type { MessagingContext, Moment } from './context'
import { TEXT_HOURS } from './free-text'
import { insertEntry, insertList, type EntryState, type ListRow } from './list.queries'
import { earliest, storedMoment } from './moment'
import { enqueue, measure } from './outbox'
import { readPerson } from './person'
import { textProblems } from './template.rules'

export interface ListTarget {
  readonly date: CivilDate
  readonly clinicianId: ClinicianId
}

/** A patient of the list, and where the text would go. */
export interface Listed extends ListRecipient {
  readonly mobile: string | null
  readonly start: string
}

/**
 * A clinician's patients of a day who still have their time before them, each once: to whom a text goes, and to whom
 * not and why. One text goes to a mobile that serves several of them.
 */
export async function recipientsOf(
  reader: Reader,
  { date, clinicianId }: ListTarget,
  moment: Moment
): Promise<Listed[]> {
  const day = await appointmentsOfDay(reader, date)
  const theirs = day
    .filter((appointment) => appointment.clinicianId === clinicianId && appointment.status !== 'cancelled')
    .sort((a, b) => Date.parse(a.startAt) - Date.parse(b.startAt))
  const mobiles = new Set<string>()
  const patients = new Set<PatientId>()
  const recipients: Listed[] = []
  for (const appointment of theirs) {
    const { reason, mobile } = await reachOf(reader, appointment, moment)
    const isToldAlready = mobile !== null && mobiles.has(mobile)
    // Two appointments of one patient are one line.
    if (patients.has(appointment.patientId) && (isToldAlready || reason !== null)) continue
    patients.add(appointment.patientId)
    if (mobile !== null) mobiles.add(mobile)
    recipients.push({
      patientId: appointment.patientId,
      patientName: `${appointment.patientGivenName} ${appointment.patientFamilyName}`.trim(),
      appointmentId: appointment.id,
      time: appointment.time,
      reason: isToldAlready ? 'same-mobile' : reason,
      mobile,
      start: appointment.startAt
    })
  }
  return recipients
}

async function reachOf(
  reader: Reader,
  { patientId, status, startAt }: AppointmentRecord,
  { day, now }: Moment
): Promise<{ reason: string | null; mobile: string | null }> {
  if (status !== 'booked' || Date.parse(startAt) <= now.epochMilliseconds)
    return { reason: 'appointment-begun', mobile: null }
  const person = await readPerson(reader, { patientId, purpose: 'texts' }, day)
  if (!person?.target.ok)
    return { reason: person?.target.ok === false ? person.target.reason : 'not-found', mobile: null }
  const reason = channelRefusal(person, 'sms')
  return { reason, mobile: reason === null ? person.target.e164 : null }
}

export function listCosts(
  recipients: readonly ListRecipient[],
  text: string,
  { settings }: Moment
): { count: number; segments: number; costMinor: number } {
  const count = recipients.filter(({ reason }) => reason === null).length
  const one = measure(text.trim(), settings.messaging.segmentPriceMinor)
  return { count, segments: one.segments, costMinor: one.cost_minor * count }
}

export interface ListText extends ListTarget {
  readonly text: string
  /** What the person who sends was shown. */
  readonly count: number
  readonly actor: Actor
  readonly moment: Moment
}

/**
 * Puts one text for each recipient into the outbox. Each is judged again when it leaves.
 * @throws AppError `text-empty`, `list-empty`, `list-changed`, `template-national-number`
 */
export async function writeList(
  { audit }: Pick<MessagingContext, 'audit'>,
  transaction: Transaction,
  input: ListText
): Promise<ListRow['id']> {
  const { date, clinicianId, actor, moment } = input
  const text = input.text.trim()
  if (text === '') throw new AppError('text-empty')
  const [problem] = textProblems(text)
  if (problem) throw new AppError(`template-${problem.code}`, problem.parameters)
  const recipients = await recipientsOf(transaction, { date, clinicianId }, moment)
  const { count } = listCosts(recipients, text, moment)
  if (count === 0) throw new AppError('list-empty')
  if (count !== input.count) throw new AppError('list-changed', { count })
  const at = storedMoment(moment.now)
  const listId = await insertList(transaction, {
    clinician_id: clinicianId,
    local_date: date,
    body: text,
    created_at: at,
    created_by: actor.userId
  })
  for (const recipient of recipients) await addOne(transaction, { listId, recipient, text, input })
  await audit.recordAll(
    transaction,
    actor,
    recipients
      .filter(({ reason }) => reason === null)
      .map(({ patientId }) => ({ action: 'message.sent', patientId, detail: `list ${listId}` }))
  )
  return listId
}

interface One {
  readonly listId: ListRow['id']
  readonly recipient: Listed
  readonly text: string
  readonly input: ListText
}

async function addOne(
  transaction: Transaction,
  { listId, recipient, text, input: { actor, moment } }: One
): Promise<void> {
  const { patientId, appointmentId, reason, mobile, start } = recipient
  const { settings, now } = moment
  const entry = { list_id: listId, patient_id: patientId, appointment_id: appointmentId }
  if (reason !== null) return await insertEntry(transaction, { ...entry, message_id: null, reason })
  const begins = Temporal.Instant.from(start)
  const id = await enqueue(
    transaction,
    {
      key: `list/${listId}/${appointmentId}/${randomBytes(4).toString('hex')}`,
      patient_id: patientId,
      appointment_id: appointmentId,
      about_start: storedMoment(begins),
      purpose: 'free-text',
      language: settings.language,
      recipient: mobile,
      body: text,
      not_before: storedMoment(now),
      expires_at: storedMoment(earliest(begins, now.add({ hours: TEXT_HOURS }))),
      created_at: storedMoment(now),
      created_by: actor.userId
    },
    settings.messaging.segmentPriceMinor
  )
  await insertEntry(transaction, { ...entry, message_id: id, reason: id === null ? 'internal' : null })
}

const SENT: ReadonlySet<string> = new Set(['sent', 'delivered'])

export function toMessageList(row: ListRow, entries: readonly EntryState[]): MessageList {
  const count = (is: (entry: EntryState) => boolean): number => entries.filter(is).length
  const isWaiting = ({ state }: EntryState): boolean => state === 'queued' || state === 'sending'
  const isSent = ({ state }: EntryState): boolean => state !== null && SENT.has(state)
  const isStopped = ({ state }: EntryState): boolean => state === 'cancelled'
  return {
    id: row.id,
    date: row.local_date,
    clinicianId: row.clinician_id,
    text: row.body,
    createdAt: row.created_at,
    stoppedAt: row.stopped_at,
    waiting: count(isWaiting),
    sent: count(isSent),
    stopped: count(isStopped),
    excluded: count(({ state }) => state === null),
    problems: count(
      (entry) => entry.state !== null && !isWaiting(entry) && !isSent(entry) && !isStopped(entry)
    )
  }
}
