import type { Handlers } from '../../rpc/handlers'
import type { QueueStatus } from '@contract/system'
import { readMark, writeMark } from '../settings'
import { ended } from './ended'
import { readMoment, type MessagingContext } from './context'
import { changeMessage } from './outbox.queries'
import { queuedIds } from './messages.queries'
import type { OutboxWorker } from './outbox.worker'

/** Set when a copy of the data was restored: what waits in it may have left long ago. */
export const OUTBOX_HELD_MARK = 'outbox-held'

const BATCH = 1_000

export async function readHold({ database }: MessagingContext): Promise<boolean> {
  return (await readMark(database.reader, OUTBOX_HELD_MARK)) !== null
}

export interface HoldDependencies {
  readonly context: MessagingContext
  readonly workers: readonly Pick<OutboxWorker, 'setHeld'>[]
  readonly queueStatus: () => Promise<QueueStatus>
  readonly onStatusChanged: () => void
}

export function holdHandlers({
  context,
  workers,
  queueStatus,
  onStatusChanged
}: HoldDependencies): Handlers<'messages.releaseHold'> {
  return {
    'messages.releaseHold': async ({ action }, { actor }) => {
      if (action === 'discard') await discardQueued(context)
      await context.database.write(async (transaction) => {
        await writeMark(transaction, OUTBOX_HELD_MARK, null)
        await context.audit.record(transaction, actor, {
          action: 'outbox.released',
          patientId: null,
          detail: action
        })
      })
      for (const worker of workers) worker.setHeld(false)
      context.events.publish('messages.changed', { patientId: null, appointmentId: null })
      onStatusChanged()
      return await queueStatus()
    }
  }
}

async function discardQueued(context: MessagingContext): Promise<void> {
  const moment = await readMoment(context)
  for (;;) {
    const ids = await queuedIds(context.database.reader, BATCH)
    if (ids.length === 0) return
    await context.database.write(async (transaction) => {
      for (const id of ids)
        await changeMessage(transaction, { id, from: 'queued' }, ended('cancelled', 'discarded', moment))
    })
  }
}
