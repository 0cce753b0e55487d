import { createHash } from 'node:crypto'
import type { InboundMessageId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { joinParts, type IncomingSms } from '../../modem'
import type { AppointmentChange } from '../appointments'
import type { ConsentQueue } from '../consents'
import { readMoment, type MessagingContext, type Moment } from './context'
import {
  giveParts,
  insertInbound,
  insertPart,
  oldestWaitingPart,
  partsTogether,
  updateInbound,
  type InboundPartRow
} from './inbox.queries'
import { handleCheckReply } from './check-reply'
import { handleConsentReply } from './consent-reply'
import { handleReply } from './handle-reply'
import { earliest, storedMoment } from './moment'
import { peopleOnNumber, type PersonOnNumber } from './person.queries'
import { endUnanswered, nextQuestionEnd } from './reply-question'
import { restartReminders } from './restart-reminders'
import { stopReminders, type Received } from './stop-reminders'
import { isStartWord, isStopWord } from './stop-word.rules'

/** A telephone uses a reference again after a while: parts further apart are not of one message. */
const TOGETHER_HOURS = 24
/** A message whose parts have not all come by then is shown as it is. */
const WAIT_MINUTES = 10

export interface Inbox {
  /** Stores what came in before the SIM's copy is deleted. Anything stored before changes nothing. */
  receive(sms: IncomingSms): Promise<void>
  /** Shows long messages whose missing parts have been waited for long enough. */
  runDue(): Promise<void>
}

/** What came in and what it changed. */
interface Seen {
  readonly people: readonly PersonOnNumber[]
  readonly changes: readonly AppointmentChange[]
  /** What a change of consent did to the messages that waited. */
  readonly announceConsent: (() => void) | null
}

export interface InboxListener {
  /** What a change of consent does to the messages that wait. */
  readonly queue: ConsentQueue
  /** After what came in is on disk. */
  onReceived(people: readonly PersonOnNumber[]): void
}

export function createInbox(context: MessagingContext, listener: InboxListener): Inbox {
  const { database, steps } = context
  const acting = { context, queue: listener.queue }
  function announce({ people, changes, announceConsent }: Seen): void {
    for (const change of changes) steps.announce(change)
    announceConsent?.()
    listener.onReceived(people)
  }
  return {
    async receive(sms) {
      const moment = await readMoment(context)
      const seen = await database.write(async (transaction) => {
        const part = partOf(sms, moment)
        const id = await insertPart(transaction, part)
        if (id === null) return null
        const parts = await collect(transaction, { ...part, id }, moment)
        return await show(acting, transaction, { parts, moment, isComplete: hasAll(parts, part.total) })
      })
      if (seen) announce(seen)
    },
    async runDue() {
      if (await endUnanswered(context)) listener.onReceived([])
      const moment = await readMoment(context)
      const before = storedMoment(moment.now.subtract({ minutes: WAIT_MINUTES }))
      for (;;) {
        const seen = await database.write(async (transaction) => {
          const oldest = await oldestWaitingPart(transaction)
          if (!oldest || oldest.received_at > before) return null
          const parts = await collect(transaction, oldest, moment)
          return await show(acting, transaction, { parts, moment, isComplete: false, isLate: true })
        })
        if (!seen) return
        announce(seen)
      }
    }
  }
}

function partOf(sms: IncomingSms, { now }: Moment): Omit<InboundPartRow, 'id'> {
  return {
    pdu_digest: createHash('sha256').update(sms.rawPdu).digest('base64'),
    sent_at: storedMoment(sms.sentAt),
    imei: sms.imei,
    sender: sms.from,
    body: sms.text,
    reference: sms.concat?.ref ?? null,
    reference_bits: sms.concat?.bits ?? null,
    part: sms.concat?.part ?? 1,
    total: sms.concat?.total ?? 1,
    received_at: storedMoment(now),
    inbound_message_id: null
  }
}

async function collect(
  transaction: Transaction,
  part: InboundPartRow,
  { now }: Moment
): Promise<readonly InboundPartRow[]> {
  if (part.reference === null) return [part]
  const parts = await partsTogether(transaction, part, storedMoment(now.subtract({ hours: TOGETHER_HOURS })))
  // A reference that came round again: what was whole before is another message.
  const wholeIds = new Set(
    parts.flatMap(({ inbound_message_id: id }) =>
      id !== null && hasAllOf(parts, id, part.total) ? [id] : []
    )
  )
  return parts.filter(({ inbound_message_id: id }) => id === null || !wholeIds.has(id))
}

function hasAllOf(parts: readonly InboundPartRow[], id: InboundMessageId, total: number): boolean {
  return hasAll(
    parts.filter((part) => part.inbound_message_id === id),
    total
  )
}

function hasAll(parts: readonly InboundPartRow[], total: number): boolean {
  return new Set(parts.map(({ part }) => part)).size >= total
}

interface Shown {
  readonly parts: readonly InboundPartRow[]
  readonly moment: Moment
  readonly isComplete: boolean
  readonly isLate?: boolean
}

/** Makes one message of the parts, or adds a late part to the message it belongs to. Null while parts are waited for. */
async function show(
  acting: Acting,
  transaction: Transaction,
  { parts, moment, isComplete, isLate = false }: Shown
): Promise<Seen | null> {
  const shownId =
    parts.find(({ inbound_message_id }) => inbound_message_id !== null)?.inbound_message_id ?? null
  const [first] = parts
  if (!first || (shownId === null && !isComplete && !isLate)) return null
  const { text } = joinParts(parts.map(toReceived))
  const people = await peopleOnNumber(transaction, first.sender, moment.day)
  const received = { sender: first.sender, text, isComplete, people, moment }
  const id = shownId ?? (await store(transaction, received))
  if (shownId !== null)
    await updateInbound(transaction, id, { body: text, is_complete: isComplete ? 1 : 0, is_read: 0 })
  await giveParts(
    transaction,
    parts.map((part) => part.id),
    id
  )
  return { people, ...(isComplete ? await act(acting, transaction, { ...received, id }) : NOTHING_DONE) }
}

interface Acting {
  readonly context: MessagingContext
  readonly queue: ConsentQueue
}

type Done = Omit<Seen, 'people'>
const NOTHING_DONE: Done = { changes: [], announceConsent: null }

/** What the program does by itself; everything it does not understand stays with the desk. */
async function act(
  { context, queue }: Acting,
  transaction: Transaction,
  received: Received & { id: InboundMessageId }
): Promise<Done> {
  if (isStopWord(received.text)) {
    await stopReminders(context, transaction, received)
    return NOTHING_DONE
  }
  if (isStartWord(received.text)) {
    const announceConsent = await restartReminders({ context, queue }, transaction, received)
    return { changes: [], announceConsent }
  }
  if (await handleCheckReply(context, transaction, received)) return NOTHING_DONE
  const consent = await handleConsentReply({ context, queue, transaction, received })
  if (consent !== null) return { changes: [], announceConsent: consent === 'left' ? null : consent }
  return { changes: await handleReply(context, transaction, received), announceConsent: null }
}

function toReceived(row: InboundPartRow) {
  const isLong = row.reference !== null && row.reference_bits !== null
  const bits = row.reference_bits === 16 ? (16 as const) : (8 as const)
  const concat = isLong ? { ref: row.reference ?? 0, total: row.total, part: row.part, bits } : null
  return { from: row.sender, text: row.body, concat }
}

/** A shared number could be any of its people: nobody is picked, the desk sees them all. */
async function store(
  transaction: Transaction,
  { sender, text, isComplete, people, moment }: Received
): Promise<InboundMessageId> {
  const [only] = people
  return await insertInbound(transaction, {
    sender,
    patient_id: people.length === 1 && only ? only.patientId : null,
    body: text,
    is_complete: isComplete ? 1 : 0,
    received_at: storedMoment(moment.now),
    is_read: 0,
    handled_as: 'desk',
    handled_at: null,
    handled_by: null
  })
}

/** When a long message that lacks parts is shown or a question runs out; null when none waits. */
export async function nextInboxMoment(context: MessagingContext): Promise<Temporal.Instant | null> {
  const part = await oldestWaitingPart(context.database.reader)
  const shownAt = part ? Temporal.Instant.from(part.received_at).add({ minutes: WAIT_MINUTES }) : null
  const endsAt = await nextQuestionEnd(context)
  return shownAt && endsAt ? earliest(shownAt, endsAt) : (shownAt ?? endsAt)
}
