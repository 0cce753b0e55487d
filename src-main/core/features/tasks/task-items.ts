import type { AppointmentId, InboundMessageId, MessageId, PatientId, UserId } from '@contract/ids'
import type { MessagePurpose } from '@contract/messages'
import type { TaskKind, TaskRef } from '@contract/tasks'
import type { CivilDate, Instant } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import { civilDateOf } from '../../platform/wall-clock'
import { openProblems, repliesToAnswer, type OpenProblem, type OpenReply } from '../messaging'
import { staleBefore } from '../patients'
import { ownersOf, staleContacts, type StaleContact } from './task-list.queries'
import type { TaskRecord } from './task-record'

/** A task before names are put to it. */
export interface TaskItem {
  readonly ref: TaskRef
  readonly kind: TaskKind
  readonly title: string
  readonly note: string
  readonly answer: string
  readonly patientId: PatientId | null
  /** A reply's sender, where no patient is known. */
  readonly sender: string | null
  readonly appointmentId: AppointmentId | null
  readonly purpose: MessagePurpose | null
  readonly reason: string | null
  readonly dueOn: CivilDate
  readonly ownerId: UserId | null
  readonly createdAt: Instant
  readonly createdBy: UserId | null
  readonly doneAt: Instant | null
  readonly doneBy: UserId | null
  readonly canRetry: boolean
}

export interface ItemMoment {
  readonly now: Temporal.Instant
  readonly today: CivilDate
  readonly timeZone: string
}

/** Contact details are asked for this many days before the patient comes. */
const CONTACT_DAYS = 7
const MOST = 200

const PLAIN = {
  note: '',
  answer: '',
  sender: null,
  appointmentId: null,
  purpose: null,
  reason: null,
  createdBy: null,
  doneAt: null,
  doneBy: null,
  canRetry: false
} as const

export function ownItem(task: TaskRecord): TaskItem {
  return { ...PLAIN, ...task, ref: { of: 'task', id: task.id } }
}

/** What other features leave to the desk about everybody, or about one patient, as it is at this moment. */
export async function derivedItems(
  reader: Reader,
  moment: ItemMoment,
  patientId: PatientId | null = null
): Promise<TaskItem[]> {
  const problems = await openProblems(reader, { limit: MOST, patientId })
  const replies = await repliesToAnswer(reader, { limit: MOST, patientId })
  const contacts = await staleContacts(reader, {
    patientId,
    from: moment.today,
    until: Temporal.PlainDate.from(moment.today).add({ days: CONTACT_DAYS }).toString(),
    confirmedBefore: toStoredInstant(staleBefore(moment.now, moment.timeZone))
  })
  const messageIds: MessageId[] = problems.map(({ id }) => id)
  const messageOwners = await ownersOf(reader, 'message', messageIds)
  const contactOwners = await ownersOf(
    reader,
    'contact',
    contacts.map(({ patient_id }) => patient_id)
  )
  return [
    ...problems.map((row) => problemItem(row, messageOwners.get(row.id) ?? null, moment)),
    ...replies.map((row) => replyItem(row, moment)),
    ...contacts.map((row) => contactItem(row, contactOwners.get(row.patient_id) ?? null))
  ]
}

/** Due the day it failed: the patient has not heard what was meant for that day. */
function problemItem(row: OpenProblem, ownerId: UserId | null, { timeZone }: ItemMoment): TaskItem {
  const at = row.ended_at ?? row.created_at
  return {
    ...PLAIN,
    ref: { of: 'message', id: row.id },
    kind: row.state === 'uncertain' ? 'message-uncertain' : 'message-failed',
    title: '',
    patientId: row.patient_id,
    appointmentId: row.appointment_id,
    purpose: row.purpose,
    reason: row.reason,
    dueOn: civilDateOf(Temporal.Instant.from(at), timeZone),
    ownerId,
    createdAt: at,
    canRetry: row.canRetry
  }
}

/** Due the day it came in. The text is the title: it is what must be answered. */
function replyItem(row: OpenReply, { timeZone }: ItemMoment): TaskItem {
  const id: InboundMessageId = row.id
  return {
    ...PLAIN,
    ref: { of: 'reply', id },
    kind: 'reply',
    title: row.body,
    patientId: row.patient_id,
    sender: row.sender,
    dueOn: civilDateOf(Temporal.Instant.from(row.received_at), timeZone),
    ownerId: row.assigned_to,
    createdAt: row.received_at
  }
}

/** Due the day the patient comes. */
function contactItem(row: StaleContact, ownerId: UserId | null): TaskItem {
  return {
    ...PLAIN,
    ref: { of: 'contact', id: row.patient_id },
    kind: 'contact-stale',
    title: '',
    patientId: row.patient_id,
    appointmentId: row.appointment_id,
    dueOn: row.local_date,
    ownerId,
    createdAt: row.mobile_confirmed_at ?? row.start_at
  }
}
