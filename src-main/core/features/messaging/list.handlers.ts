import type { MessageListId } from '@contract/ids'
import type { ListRecipient, MessageList } from '@contract/messages'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import type { Look } from '../appointments'
import { readMoment, type MessagingContext } from './context'
import { ended } from './ended'
import { listCosts, recipientsOf, toMessageList, writeList, type Listed } from './list-text'
import { entryStates, findList, markStopped, newestLists } from './list.queries'
import { storedMoment } from './moment'
import { previewNotices } from './notice-preview'
import { changeMessage } from './outbox.queries'

type ListMethods =
  | 'messages.previewList'
  | 'messages.previewNotices'
  | 'messages.sendList'
  | 'messages.lists'
  | 'messages.stopList'

export interface ListHandlerDependencies {
  readonly context: MessagingContext
  readonly look: Look
  /** After messages were put in or taken back. */
  readonly onChanged: () => void
}

export function listHandlers({ context, look, onChanged }: ListHandlerDependencies): Handlers<ListMethods> {
  const { database, audit, events } = context

  function changed(): void {
    events.publish('messages.changed', { patientId: null, appointmentId: null })
    onChanged()
  }

  return {
    'messages.previewList': async ({ text, ...target }, { actor }) => {
      const moment = await readMoment(context)
      const detail = `${target.date} clinician ${target.clinicianId}`
      const entry = { action: 'list.previewed', patientId: null, detail }
      const recipients = await look(actor, entry, (reader) => recipientsOf(reader, target, moment))
      return { recipients: recipients.map(shown), ...listCosts(recipients, text, moment) }
    },
    'messages.previewNotices': async ({ decisions }, { actor }) => {
      const moment = await readMoment(context)
      const detail = decisions.map(({ appointmentId }) => appointmentId).join(' ')
      const entry = { action: 'notices.previewed', patientId: null, detail }
      return await look(actor, entry, (reader) => previewNotices(context, reader, { decisions, moment }))
    },
    'messages.sendList': async (input, { actor }) => {
      const moment = await readMoment(context)
      const id = await database.write((transaction) =>
        writeList(context, transaction, { ...input, actor, moment })
      )
      changed()
      return await describe(database.reader, id)
    },
    'messages.lists': async () => {
      const lists = await newestLists(database.reader)
      return await Promise.all(
        lists.map(async (row) => toMessageList(row, await entryStates(database.reader, row.id)))
      )
    },
    'messages.stopList': async ({ id }, { actor }) => {
      const moment = await readMoment(context)
      await database.write(async (transaction) => {
        if (!(await markStopped(transaction, id, storedMoment(moment.now))))
          throw new AppError('message-ended')
        for (const { message_id, state, parts_accepted } of await entryStates(transaction, id)) {
          if (message_id === null || state !== 'queued' || parts_accepted !== 0) continue
          const end = ended('cancelled', 'by-person', moment)
          await changeMessage(transaction, { id: message_id, from: 'queued' }, end)
        }
        const entry = { action: 'list.stopped', patientId: null, detail: `list ${id}` }
        await audit.record(transaction, actor, entry)
      })
      changed()
      return await describe(database.reader, id)
    }
  }
}

function shown({ patientId, patientName, appointmentId, time, reason }: Listed): ListRecipient {
  return { patientId, patientName, appointmentId, time, reason }
}

/** @throws AppError `not-found` */
async function describe(reader: Reader, id: MessageListId): Promise<MessageList> {
  const row = await findList(reader, id)
  if (!row) throw new AppError('not-found')
  return toMessageList(row, await entryStates(reader, id))
}
