import { toStoredInstant } from '../../platform/clock'
import { describeError } from '../../platform/log'
import { LONGEST_WAIT_MS, PortalFault } from '../../portal'
import type { SyncContext } from './context'
import { failureOf, putOff } from './ending'
import { hasUnstamped, listReady, stampNew, type Operation } from './operations.queries'
import { endKnown } from './send-known'
import { sendPut } from './send-put'
import { sendStep } from './send-step'
import { ofItsOwn } from './trouble.rules'

/** So many requests are under way at once, each about something else. */
const AT_ONCE = 8

export interface Drained {
  readonly sent: number
  /** Why nothing gets through; null while all is well. The rest waits. */
  readonly trouble: Error | null
}

/**
 * Sends what is due until nothing is: first in, first out at each thing, and one at a time there. Where the portal cannot
 * be reached it stops, and everything stays as it is on disk.
 */
export async function drain(context: SyncContext, atOnce = AT_ONCE): Promise<Drained> {
  const under = new Map<number, Promise<void>>()
  let sent = 0
  let trouble: Error | null = null
  const start = (operation: Operation): void => {
    const work = sendOne(context, operation).then((failure) => {
      under.delete(operation.seq)
      sent += 1
      trouble ??= failure
    })
    under.set(operation.seq, work)
  }
  await stamp(context)
  await endKnown(context)
  try {
    while (!context.signal.aborted) {
      const free = atOnce - under.size
      if (trouble === null && free > 0)
        for (const next of await ready(context, free, [...under.keys()])) start(next)
      if (under.size === 0) break
      await Promise.race(under.values())
    }
    await Promise.all(under.values())
  } finally {
    // When the disk fails one, the others end all the same: the next round would send them a second time beside.
    await Promise.allSettled(under.values())
  }
  return { sent, trouble }
}

/** Gives what was written down since the last time its moment: how long it has waited is told from that. */
export async function stamp({ database, clock }: Pick<SyncContext, 'database' | 'clock'>): Promise<void> {
  const now = toStoredInstant(clock.now())
  if (await hasUnstamped(database.reader)) await database.write((transaction) => stampNew(transaction, now))
}

async function ready(context: SyncContext, limit: number, except: readonly number[]): Promise<Operation[]> {
  const { database, clock } = context
  await stamp(context)
  const now = toStoredInstant(clock.now())
  const latest = toStoredInstant(clock.now().add({ milliseconds: LONGEST_WAIT_MS }))
  return await listReady(database.reader, { now, latest, limit, except })
}

/** @returns why the portal could not be reached; null when it was. A bug stops this operation alone. */
async function sendOne(context: SyncContext, operation: Operation): Promise<Error | null> {
  try {
    // An appointment goes with its slots, whatever is said of it.
    await (operation.type === 'Appointment' ? sendStep(context, operation) : sendPut(context, operation))
    context.onChanged()
    return null
  } catch (error) {
    if (context.signal.aborted) return null
    const failure = failureOf(error)
    if (failure === null)
      context.log.error('portal-operation-failed', { seq: operation.seq, ...describeError(error) })
    const { reason, retryAfterMs } = failure ?? { reason: 'internal', retryAfterMs: null }
    // Nobody knows whether it was done: it is looked for before it is sent again.
    await putOff(context, operation, { reason, isInDoubt: true, retryAfterMs })
    return error instanceof PortalFault && ofItsOwn(error) === null ? error : null
  }
}
