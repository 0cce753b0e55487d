import { MessageId } from '@contract/ids'
import type { MethodInput } from '@contract/index'
import type { OutboundMessage } from '@contract/messages'
import { Instant } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor, Call, Handlers } from '../../rpc/handlers'
import type { Look } from '../appointments'
import type { Unsaid } from '../patients'
import { askForConsent, consentAskRefusal, unansweredConsentQuestion } from './consent-ask'
import { ended } from './ended'
import { readMoment, type MessagingContext, type Moment } from './context'
import { TEXT_HOURS, writeFreeText } from './free-text'
import { canCancel, canRetry, toOutbound } from './messages.rules'
import {
  findListed,
  listMessages,
  listWaiting,
  type ListedMessage,
  type QueuePlace
} from './messages.queries'
import { earliest, storedMoment } from './moment'
import { enqueue } from './outbox'
import { changeMessage } from './outbox.queries'
import { releaseGroup } from './group.queries'
import { questionToRepeat, repeatQuestion } from './repeat-question'
import { settleMessage } from './settle.queries'
import { withheld, withheldOne } from './withheld'

type OutboxMethods =
  | 'messages.outbox'
  | 'messages.askConsent'
  | 'messages.openConsentAsk'
  | 'messages.send'
  | 'messages.cancel'
  | 'messages.retry'
  | 'messages.settle'

export interface OutboxHandlerDependencies {
  readonly context: MessagingContext
  readonly look: Look
  readonly unsaid: Unsaid
  /** Tells the open windows and the worker, after the change is on disk. */
  readonly onChanged: (messages: readonly ListedMessage[]) => void
}

export function outboxHandlers({
  context,
  look,
  unsaid,
  onChanged
}: OutboxHandlerDependencies): Handlers<OutboxMethods> {
  const { database } = context

  /** Changes one message in a transaction and answers with it as it is then. */
  async function change(
    call: Call,
    action: string,
    work: (transaction: Transaction, moment: Moment) => Promise<MessageId>
  ): Promise<OutboundMessage> {
    const moment = await readMoment(context)
    const row = await database.write(async (transaction) => {
      const id = await work(transaction, moment)
      const listed = await getListed(transaction, id)
      await context.audit.record(transaction, call.actor, { action, patientId: listed.patient_id })
      return listed
    })
    onChanged([row])
    return await withheldOne(toOutbound(row, moment.settings.country), {
      reader: database.reader,
      unsaid,
      call
    })
  }

  return {
    'messages.outbox': async ({ filter, cursor, limit }, call) => {
      const { settings } = await readMoment(context)
      const entry = { action: 'outbox.opened', patientId: null }
      const read = pageReader(filter, cursor, limit)
      const rows = await look(call.actor, entry, read)
      const last = rows.at(-1)
      return {
        messages: await withheld(
          rows.map((row) => toOutbound(row, settings.country)),
          { reader: database.reader, unsaid, call }
        ),
        nextCursor: rows.length === limit && last ? cursorAfter(filter, last) : null
      }
    },
    'messages.send': async (input, call) =>
      await change(call, 'message.sent', async (transaction, moment) =>
        writeFreeText(transaction, { ...input, actor: call.actor, moment })
      ),
    'messages.askConsent': async ({ patientId, purpose }, call) =>
      await change(call, 'consent.asked', async (transaction, moment) =>
        askForConsent(transaction, { patientId, purpose, actor: call.actor, moment })
      ),
    async 'messages.openConsentAsk'({ patientId }) {
      const moment = await readMoment(context)
      const asked = await unansweredConsentQuestion(database.reader, patientId, moment)
      return {
        asked: asked && {
          purpose: asked.purpose,
          askedAt: asked.sentAt ?? asked.askedAt,
          state: asked.state
        },
        refusal: await consentAskRefusal(database.reader, patientId, moment)
      }
    },
    'messages.cancel': async ({ id }, call) =>
      await change(call, 'message.cancelled', async (transaction, moment) => {
        const row = await getListed(transaction, id)
        if (!canCancel(row)) throw new AppError('message-ended')
        await changeMessage(transaction, { id, from: 'queued' }, ended('cancelled', 'by-person', moment))
        // Others that were to go as one with it go by themselves.
        await releaseGroup(transaction, id)
        return id
      }),
    'messages.retry': async ({ id }, call) =>
      await change(call, 'message.retried', async (transaction, moment) => {
        const row = await getListed(transaction, id)
        if (row.purpose === 'waiting-list-offer') throw new AppError('offer-not-again')
        if (!canRetry(row)) throw new AppError('message-ended')
        return await sendAgain(transaction, { row, actor: call.actor, moment })
      }),
    'messages.settle': async ({ id }, call) =>
      await change(call, 'message.settled', async (transaction, { now }) => {
        if (!(await settleMessage(transaction, id, storedMoment(now)))) throw new AppError('message-ended')
        return id
      })
  }
}

type Filter = MethodInput<'messages.outbox'>['filter']

/** What waits is read from the soonest on, everything else from the newest back. */
function pageReader(filter: Filter, cursor: string | null, limit: number) {
  if (filter !== 'waiting') {
    const page = { filter, beforeId: idOfCursor(cursor, MessageId), limit }
    return (reader: Reader) => listMessages(reader, page)
  }
  const after = cursor === null ? null : placeOfCursor(cursor)
  return (reader: Reader) => listWaiting(reader, { after, limit })
}

function cursorAfter(filter: Filter, { due_at, id }: ListedMessage): string {
  return filter === 'waiting' ? `${due_at} ${id}` : String(id)
}

/** @throws AppError `invalid-input` for a cursor that no answer gave out */
function placeOfCursor(cursor: string): QueuePlace {
  const [dueAt = '', id = ''] = cursor.split(' ')
  const parsed = z.tuple([Instant, MessageId]).safeParse([dueAt, Number(id)])
  if (!parsed.success) throw new AppError('invalid-input', { field: 'cursor' })
  return { dueAt: parsed.data[0], id: parsed.data[1] }
}

/** @throws AppError `invalid-input` for a cursor that no answer gave out */
export function idOfCursor<Schema extends z.ZodType>(
  cursor: string | null,
  schema: Schema
): z.output<Schema> | null {
  if (cursor === null) return null
  const parsed = schema.safeParse(Number(cursor))
  if (!parsed.success) throw new AppError('invalid-input', { field: 'cursor' })
  return parsed.data
}

/** @throws AppError `not-found` */
async function getListed(transaction: Transaction, id: MessageId): Promise<ListedMessage> {
  const row = await findListed(transaction, id)
  if (!row) throw new AppError('not-found')
  return row
}

/**
 * A new row, so that the first one's history stays; every rule is asked again when it leaves.
 * @throws AppError `appointment-begun`, `message-ended`, `question-over`
 */
async function sendAgain(
  transaction: Transaction,
  { row, actor, moment: { settings, now } }: { row: ListedMessage; actor: Actor; moment: Moment }
): Promise<MessageId> {
  const at = storedMoment(now)
  const untilTomorrow = now.add({ hours: TEXT_HOURS })
  const start = row.about_start === null ? untilTomorrow : Temporal.Instant.from(row.about_start)
  if (start.epochMilliseconds <= now.epochMilliseconds) throw new AppError('appointment-begun')
  const question = await questionToRepeat(transaction, row, now)
  await settleMessage(transaction, row.id, at)
  const id = await enqueue(
    transaction,
    {
      key: `retry/${row.id}`,
      patient_id: row.patient_id,
      appointment_id: row.appointment_id,
      about_start: row.about_start,
      reminder_hours: row.reminder_hours,
      answer_to: row.answer_to,
      purpose: row.purpose,
      channel: row.channel,
      language: row.language,
      recipient: row.recipient,
      body: row.body,
      template_version: row.template_version,
      not_before: at,
      expires_at: question?.expiresAt ?? storedMoment(earliest(start, untilTomorrow)),
      created_at: at,
      created_by: actor.userId
    },
    settings.messaging.segmentPriceMinor
  )
  if (id === null) throw new AppError('message-ended')
  if (question) await repeatQuestion(transaction, question, { messageId: id, at })
  return id
}
