import { findAgreed } from './agreed.queries'
import { typeOf, type SyncContext } from './context'
import { end, putOff } from './ending'
import type { PortalMark } from './kind'
import { addMark, holdsTurn, listAbout, type Operation } from './operations.queries'
import { sendPut } from './send-put'

const LEAST_MS = 250
const MOST_MS = 30_000
/** Then what it refers to has had its turn, and is not for the portal. */
const PATIENT_TRIES = 3

/**
 * Sees to what this one refers to, which must be at the portal first. Where this operation itself stands first in line
 * for it, nobody else may touch it, and it is sent at once.
 * @param wasThere it is there, and the portal is to hear of a change of it first: that has its own time
 */
export async function waitFor(
  context: SyncContext,
  operation: Operation,
  { mark, wasThere = false }: { mark: PortalMark; wasThere?: boolean }
): Promise<void> {
  const { database } = context
  const isItself = mark.type === operation.type && mark.localId === operation.local_id
  const [last] = await listAbout(database.reader, mark, 1)
  if (isItself || (last?.state === 'nothing' && operation.tries >= PATIENT_TRIES)) {
    await database.write((transaction) =>
      end(context, transaction, operation, { state: 'nothing', reason: 'not-for-portal' })
    )
    return
  }
  await database.write((transaction) => addMark(transaction, mark))
  const own = { seq: operation.seq, aggregate: `${mark.type}/${mark.localId}` }
  if (await holdsTurn(database.reader, own)) {
    const waiting = (await listAbout(database.reader, mark, 5)).find(
      ({ state, kind }) => kind === 'put' && state === 'waiting'
    )
    if (waiting) await sendPut(context, waiting)
  }
  const isThere =
    (await findAgreed(database.reader, { type: typeOf(mark.type), localId: mark.localId })) !== undefined
  const waitMs = isThere && !wasThere ? 0 : Math.min(MOST_MS, LEAST_MS * 2 ** operation.tries)
  await putOff(context, operation, {
    reason: 'waits',
    isInDoubt: operation.state === 'in-doubt',
    waitMs,
    countsTry: true
  })
}
