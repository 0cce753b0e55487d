import { toStoredInstant } from '../../platform/clock'
import { LONGEST_WAIT_MS } from '../../portal'
import { typeOf, type SyncContext } from './context'
import { endSame } from './end-same'
import type { PortalResource } from './kind'
import { listReady, type Operation } from './operations.queries'
import type { OurRows } from './our-rows'
import { readBodyText } from './resource-shape'

/** The writer is held for so many at a time. */
const AT_ONCE = 100

/**
 * Ends, many in one transaction, the marks of what the portal holds already as the clinic does, such as each place after
 * the load that brought it there.
 */
export async function endKnown(context: SyncContext): Promise<void> {
  const { database, clock, signal } = context
  for (let ended = AT_ONCE; ended > AT_ONCE / 2 && !signal.aborted;) {
    const now = toStoredInstant(clock.now())
    const latest = toStoredInstant(clock.now().add({ milliseconds: LONGEST_WAIT_MS }))
    const ready = await listReady(database.reader, { now, latest, limit: AT_ONCE, except: [] })
    const marks = ready.filter(isPlainMark)
    if (marks.length <= AT_ONCE / 2) return
    ended = await database.write((transaction) =>
      endSame(context, transaction, { marks, heldOf: agreedBody })
    )
    context.onChanged()
  }
}

function isPlainMark({ kind, type, state, is_edited: isEdited }: Operation): boolean {
  return kind === 'put' && type !== 'Appointment' && state === 'waiting' && isEdited === 0
}

/** What both sides are agreed on, where that is what the portal holds for sure. */
async function agreedBody(
  { type, local_id: localId }: Operation,
  rows: OurRows
): Promise<PortalResource | null> {
  const known = await rows.agreed({ type: typeOf(type), localId })
  return known?.body == null || known.etag === null ? null : readBodyText(known.body)
}
