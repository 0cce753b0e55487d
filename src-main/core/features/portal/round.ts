import { changeConnection, readConnection } from './connection.queries'
import type { SyncContext } from './context'
import type { PortalType } from './kind'
import { pull, pullPassedBy } from './pull'
import { continueRun } from './run'
import { drain } from './sender'

export interface RoundParts {
  /** Works out the places of the days that were touched. */
  readonly refreshPlaces: (signal: AbortSignal) => Promise<void>
  /** What is to be pulled, asked when it is time to. */
  readonly due: () => readonly PortalType[]
  readonly onPulled?: (type: PortalType) => void
}

/**
 * One round: what is loaded or compared goes on, what has changed at the portal is taken in, and what waits is sent.
 * Everything is on disk at every moment, so that the next round, of this program or another, goes on from there.
 * @throws PortalFault, PortalRefusal; the rest waits for the next round
 */
export async function goRound(context: SyncContext, parts: RoundParts): Promise<void> {
  // Before a load of everything, so that what may be booked is in it.
  await parts.refreshPlaces(context.signal)
  await continueRun(context)
  for (const type of parts.due()) {
    await pull(context, type)
    parts.onPulled?.(type)
  }
  await pullPassedBy(context)
  const { sent, trouble } = await drain(context)
  if (trouble !== null) throw trouble
  if (sent > 0) await pullPassedBy(context)
}

/** A portal that was restored or wiped is not written to before a person has chosen (SYNC: pull). */
export async function isSamePortal({ database, clinic, signal }: SyncContext): Promise<boolean> {
  const { epoch, software } = await clinic.status(signal)
  const connection = await readConnection(database.reader)
  if (connection.epoch === epoch) return true
  const isFirst = connection.epoch === null
  await database.write((transaction) =>
    changeConnection(
      transaction,
      isFirst ? { epoch, software } : { state: 'epoch-changed', found_epoch: epoch, software }
    )
  )
  return isFirst
}
