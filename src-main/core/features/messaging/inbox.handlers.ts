import { InboundMessageId } from '@contract/ids'
import type { InboundMessage } from '@contract/messages'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import type { Look } from '../appointments'
import type { Unsaid } from '../patients'
import { readMoment, type MessagingContext, type Moment } from './context'
import {
  countUnread,
  findInbound,
  inboundOfPatient,
  listInbound,
  updateInbound,
  type InboundRow
} from './inbox.queries'
import { toInbound, toOutbound } from './messages.rules'
import { messagesOfPatient, sharedAnswersTo } from './messages.queries'
import { storedMoment } from './moment'
import { idOfCursor } from './outbox.handlers'
import { patientName, peopleOnNumber, readPersonRow } from './person.queries'
import { outcomesOf } from './reply.queries'
import { withheld, withheldOne } from './withheld'
import { findUser } from '../users'

type InboxMethods = 'messages.inbox' | 'messages.forPatient' | 'messages.markRead' | 'messages.assign'

export interface InboxHandlerDependencies {
  readonly context: MessagingContext
  readonly look: Look
  readonly unsaid: Unsaid
  readonly onStatusChanged: () => void
}

export function inboxHandlers({
  context,
  look,
  unsaid,
  onStatusChanged
}: InboxHandlerDependencies): Handlers<InboxMethods> {
  const { database, events, audit } = context
  return {
    'messages.inbox': async ({ filter, cursor, limit }, call) => {
      const { actor } = call
      const moment = await readMoment(context)
      const page = {
        onlyUnread: filter === 'unread',
        assignedTo: filter === 'mine' ? actor.userId : null,
        beforeId: idOfCursor(cursor, InboundMessageId),
        limit
      }
      const entry = { action: 'inbox.opened', patientId: null }
      const rows = await look(actor, entry, (reader) => listInbound(reader, page))
      const last = rows.at(-1)
      return {
        messages: await withheld(await describeAll(database.reader, rows, moment), {
          reader: database.reader,
          unsaid,
          call
        }),
        nextCursor: rows.length === limit && last ? String(last.id) : null,
        unread: await countUnread(database.reader)
      }
    },
    'messages.forPatient': async ({ patientId, limit }, { actor }) => {
      const moment = await readMoment(context)
      return await look(actor, { action: 'messages.opened', patientId }, async (reader) => {
        const person = await readPersonRow(reader, patientId)
        if (!person) throw new AppError('not-found')
        const received = await inboundOfPatient(reader, { patientId, mobile: person.mobile, limit })
        const answeredIds = received.map(({ id }) => id)
        const sent = [
          ...(await messagesOfPatient(reader, patientId, limit)),
          ...(await sharedAnswersTo(reader, answeredIds, limit))
        ]
        const both = [
          ...sent.map((row) => ({ at: row.created_at, message: toOutbound(row, moment.settings.country) })),
          ...(await describeAll(reader, received, moment)).map((message) => ({
            at: message.receivedAt,
            message
          }))
        ]
        return both
          .sort((a, b) => b.at.localeCompare(a.at))
          .slice(0, limit)
          .map(({ message }) => message)
      })
    },
    'messages.markRead': async ({ id, isRead, patientId }, call) => {
      const { actor } = call
      const moment = await readMoment(context)
      const message = await database.write(async (transaction) => {
        const before = await findInbound(transaction, id)
        if (!before) throw new AppError('not-found')
        await updateInbound(transaction, id, {
          is_read: isRead ? 1 : 0,
          patient_id: patientId ?? before.patient_id,
          handled_at: isRead ? (before.handled_at ?? storedMoment(moment.now)) : before.handled_at,
          handled_by: actor.userId
        })
        const row = { ...before, ...((await findInbound(transaction, id)) ?? {}) }
        await audit.record(transaction, actor, { action: 'message.read', patientId: row.patient_id })
        return await describe(transaction, row, moment)
      })
      events.publish('messages.changed', { patientId: message.patientId, appointmentId: null })
      onStatusChanged()
      return await withheldOne(message, { reader: database.reader, unsaid, call })
    },
    'messages.assign': async ({ id, userId }, call) => {
      const { actor } = call
      const moment = await readMoment(context)
      const message = await database.write(async (transaction) => {
        if (userId !== null && !(await findUser(transaction, userId))?.isActive)
          throw new AppError('user-inactive')
        if (!(await updateInbound(transaction, id, { assigned_to: userId }))) throw new AppError('not-found')
        const row = await findInbound(transaction, id)
        if (!row) throw new AppError('not-found')
        await audit.record(transaction, actor, { action: 'message.assigned', patientId: row.patient_id })
        return await describe(transaction, row, moment)
      })
      events.publish('messages.changed', { patientId: message.patientId, appointmentId: null })
      return await withheldOne(message, { reader: database.reader, unsaid, call })
    }
  }
}

async function describeAll(
  reader: Reader,
  rows: readonly InboundRow[],
  moment: Moment
): Promise<InboundMessage[]> {
  const messages: InboundMessage[] = []
  for (const row of rows) messages.push(await describe(reader, row, moment))
  return messages
}

async function describe(reader: Reader, row: InboundRow, { settings, day }: Moment): Promise<InboundMessage> {
  return toInbound(row, {
    people: await peopleOnNumber(reader, row.sender, day),
    country: settings.country,
    patientName: row.patient_id === null ? null : await patientName(reader, row.patient_id),
    outcomes: row.outcome === null ? [] : await outcomesOf(reader, [row.id]),
    assigneeName: row.assigned_to === null ? null : ((await findUser(reader, row.assigned_to))?.name ?? null)
  })
}
