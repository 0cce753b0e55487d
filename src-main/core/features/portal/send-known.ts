import { toStoredInstant } from '../../platform/clock'
import { LONGEST_WAIT_MS } from '../../portal'
import { typeOf, type SyncContext } from './context'
import { end } from './ending'
import { listReady, type Operation } from './operations.queries'
import { ourRows, type OurRows } from './our-rows'
import { readOurs } from './read-ours'
import { readBodyText } from './resource-shape'
import { isSameContent } from './same-content.rules'

/** The writer is held for so many at a time. */
const AT_ONCE = 100

/**
 * Ends, many in one transaction, the marks of what the portal holds already as the clinic does, such as each place after
 * the load that brought it there. What is read is read in that transaction: nothing that changes meanwhile is lost.
 */
export async function endKnown(context: SyncContext): Promise<void> {
  const { database, clock, signal } = context
  for (let ended = AT_ONCE; ended > AT_ONCE / 2 && !signal.aborted;) {
    const now = toStoredInstant(clock.now())
    const latest = toStoredInstant(clock.now().add({ milliseconds: LONGEST_WAIT_MS }))
    const ready = await listReady(database.reader, { now, latest, limit: AT_ONCE, except: [] })
    const marks = ready.filter(isPlainMark)
    if (marks.length <= AT_ONCE / 2) return
    ended = await database.write(async (transaction) => {
      const rows = ourRows(transaction)
      const known = await Promise.all(marks.map((mark) => isKnown(context, rows, mark)))
      const same = marks.filter((_, index) => known[index])
      for (const mark of same)
        await end(context, transaction, mark, { state: 'nothing', is_confirmed: 1, body: null })
      return same.length
    })
    context.onChanged()
  }
}

function isPlainMark({ kind, type, state, is_edited: isEdited }: Operation): boolean {
  return kind === 'put' && type !== 'Appointment' && state === 'waiting' && isEdited === 0
}

/** Whether both sides say the same of it already. */
async function isKnown(context: SyncContext, rows: OurRows, operation: Operation): Promise<boolean> {
  const mark = { type: typeOf(operation.type), localId: operation.local_id }
  const known = await rows.agreed(mark)
  if (known?.body == null || known.etag === null) return false
  const base = readBodyText(known.body)
  const reading = await readOurs(context, rows, { mark, base })
  return reading.is === 'body' && isSameContent(base, reading.body)
}
