import { changeConnection, listPins, noteAnnouncedPin, readConnection } from './connection.queries'
import { storedNow, type SyncContext } from './context'
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
export async function isSamePortal(context: SyncContext): Promise<boolean> {
  const { database, clinic, signal } = context
  const { epoch, software, nextKey } = await clinic.status(signal)
  if (nextKey !== undefined) await noteNextKey(context, nextKey)
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

/** Asked every half minute: only what is news is written. */
async function noteNextKey(context: SyncContext, sha256: string): Promise<void> {
  const { database, onChanged } = context
  const isKnown = (await listPins(database.reader)).some(
    (pin) => pin.sha256 === sha256 && (pin.announced_at !== null || pin.confirmed_at !== null)
  )
  if (isKnown) return
  const isNews = await database.write((transaction) =>
    noteAnnouncedPin(transaction, sha256, storedNow(context))
  )
  if (isNews) onChanged()
}
