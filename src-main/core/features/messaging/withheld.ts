import type { AnyMessage } from '@contract/messages'
import type { Reader } from '../../database/database'
import type { Call } from '../../rpc/handlers'
import type { Unsaid } from '../patients'
import { HIDDEN } from './messages.rules'

interface Asking {
  readonly reader: Reader
  readonly unsaid: Unsaid
  readonly call: Call
}

/**
 * Messages as this caller may read them: of patients who are spoken of with a reason only, and without one, a list says
 * that there is a message and what became of it, but neither the number nor the text.
 */
export async function withheld<Message extends AnyMessage>(
  messages: readonly Message[],
  { reader, unsaid, call }: Asking
): Promise<Message[]> {
  const hidden = await unsaid(
    reader,
    [...new Set(messages.flatMap(({ patientId }) => patientId ?? []))],
    call
  )
  return messages.map((message) =>
    message.patientId !== null && hidden.has(message.patientId) ? emptied(message) : message
  )
}

/** The same for one. */
export async function withheldOne<Message extends AnyMessage>(
  message: Message,
  asking: Asking
): Promise<Message> {
  const [shown = message] = await withheld([message], asking)
  return shown
}

function emptied<Message extends AnyMessage>(message: Message): Message {
  const { direction } = message
  const place = direction === 'out' ? { recipient: HIDDEN } : { sender: HIDDEN }
  return { ...message, ...place, text: '', isWithheld: true }
}
