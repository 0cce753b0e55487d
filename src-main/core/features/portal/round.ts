import { changeConnection, listPins, noteAnnouncedPin, readConnection } from './connection.queries'
import { storedNow, typeOf, type SyncContext } from './context'
import { setAside, WHOLE_TYPE } from './incoming.queries'
import { LOADING_ORDER, type PortalType } from './kind'
import { pull, pullPassedBy, pullUnread } from './pull'
import { continueRun } from './run'
import { findOpenRun, stopRuns } from './run.queries'
import { drain } from './sender'
import { ofItsOwn } from './trouble.rules'

export interface RoundParts {
  /** Works out the places of the days that were touched. */
  readonly refreshPlaces: (signal: AbortSignal) => Promise<void>
  /** What is to be pulled, asked when it is time to. */
  readonly due: () => readonly PortalType[]
  /** About to be pulled. */
  readonly onPull?: (type: PortalType) => void
  /** Not read to its end. */
  readonly onBroken?: (type: PortalType) => void
}

/**
 * One round: what is loaded or compared goes on, what has changed at the portal is taken in, and what waits is sent.
 * Everything is on disk at every moment, so that the next round, of this program or another, goes on from there. A type
 * whose pages cannot be read is listed, and keeps none of the others.
 * @throws PortalFault, PortalRefusal; the rest waits for the next round
 */
export async function goRound(context: SyncContext, parts: RoundParts): Promise<void> {
  // Before a load of everything, so that what may be booked is in it.
  await parts.refreshPlaces(context.signal)
  let trouble = await runOn(context)
  const send = async (): Promise<number> => {
    const drained = await drain(context)
    if (drained.trouble !== null) throw drained.trouble
    return drained.sent
  }
  const due = parts.due()
  for (const type of due) {
    parts.onPull?.(type)
    let isRead = false
    try {
      const broken = await pullOne(context, type, async () => void (await send()))
      trouble ??= broken
      isRead = broken === null
    } finally {
      if (!isRead) parts.onBroken?.(type)
    }
  }
  await pullUnread(context, due)
  await pullPassedBy(context)
  const sent = await send()
  if (sent > 0) await pullPassedBy(context)
  if (trouble !== null) throw trouble
}

/** @returns why a comparison was given up, to be made another day; a load is not given up, and throws */
async function runOn(context: SyncContext): Promise<Error | null> {
  try {
    await continueRun(context)
    return null
  } catch (error) {
    const run = await findOpenRun(context.database.reader)
    const reason = ofItsOwn(error)
    if (!(error instanceof Error) || reason === null || run?.kind !== 'compare') throw error
    await setTypeAside(context, typeOf(run.type ?? LOADING_ORDER[0]), reason)
    await context.database.write((transaction) => stopRuns(transaction, storedNow(context)))
    return error
  }
}

/** @returns why this type alone could not be read */
async function pullOne(
  context: SyncContext,
  type: PortalType,
  between: () => Promise<void>
): Promise<Error | null> {
  try {
    await pull(context, type, between)
    return null
  } catch (error) {
    const reason = ofItsOwn(error)
    if (!(error instanceof Error) || reason === null) throw error
    await setTypeAside(context, type, reason)
    return error
  }
}

async function setTypeAside(context: SyncContext, type: PortalType, reason: string): Promise<void> {
  const row = {
    type,
    remote_id: WHOLE_TYPE,
    patient_remote_id: null,
    version: null,
    since: storedNow(context)
  }
  await context.database.write((transaction) => setAside(transaction, { ...row, cause: 'broken', reason }))
  context.onChanged()
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
      isFirst
        ? { epoch, software }
        : {
            ...{ state: 'epoch-changed', found_epoch: epoch, software },
            // It has answered: what keeps the two apart now is the question alone.
            ...{ trouble: null, trouble_parameters: '{}', trouble_since: null }
          }
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
