import { kindOf, type SyncContext } from './context'
import type { PortalMark, PortalResource, PortalType } from './kind'
import { addMark, listUnderWay } from './operations.queries'
import { ourRows, type OurRows } from './our-rows'
import { readOurs } from './read-ours'
import { readBodyText } from './resource-shape'
import { adopt, create, keep, type Bodies } from './run-creating'
import { changeRun, type Run } from './run.queries'
import { isSameContent } from './same-content.rules'
import { settleMarks } from './settle-marks'

/** In one transaction (SYNC: first load). */
const AT_ONCE = 200
const READ_AT_ONCE = 50

/**
 * Everything the clinic has of one type and the portal has not, two hundred at a time; what differs gets its mark. While
 * the portal takes in one part the next is read, and one commit keeps what was made and says what leaves next.
 */
export async function sendAll(context: SyncContext, run: Run, type: PortalType): Promise<void> {
  const { database } = context
  let { sent } = run
  const read = async (after: number) => await readPart(context, type, { after, mayPost: isFirst(run) })
  let part = await read(run.after_id)
  if (part && run.in_doubt !== null) part = { ...part, missing: await adopt(context, type, part.missing) }
  const beginning = { in_doubt: inDoubt(part) }
  await database.write((transaction) => changeRun(transaction, run.id, beginning))
  while (part && !context.signal.aborted) {
    const { last, marks, missing } = part
    const [made, next] = await both(create(context, type, missing), read(last))
    sent += made.size
    const progress = { after_id: last, in_doubt: inDoubt(next), sent }
    await database.write(async (transaction) => {
      await keep(context, transaction, { type, made })
      for (const localId of marks) await addMark(transaction, { type, localId })
      await changeRun(transaction, run.id, progress)
    })
    await settleMarks(context, type, made)
    context.onChanged()
    part = next
  }
}

/** Both have ended when it throws: nothing is under way any more that nobody waits for. */
async function both<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await Promise.allSettled([one, other])
  return [await one, await other]
}

interface Part {
  readonly last: number
  /** What the portal lacks altogether. */
  readonly missing: Bodies
  /** What it holds otherwise than the clinic, or what is waiting for something else. */
  readonly marks: readonly number[]
}

/** What may be at the portal by the time the program is started anew. */
function inDoubt(part: Part | null): string | null {
  return part === null || part.missing.size === 0 ? null : JSON.stringify([...part.missing.keys()])
}

/** Null where there is no more. */
async function readPart(
  context: SyncContext,
  type: PortalType,
  { after, mayPost }: { after: number; mayPost: boolean }
): Promise<Part | null> {
  const { reader } = context.database
  const kind = kindOf(context, type)
  const ids = await kind.list(reader, { after, limit: AT_ONCE })
  const last = ids.at(-1)
  if (last === undefined) return null
  const missing = new Map<number, PortalResource>()
  const marks: number[] = []
  for (const { localId, known, base, reading } of await readAll(context, type, ids)) {
    if (reading.is === 'waits') marks.push(localId)
    else if (reading.is === 'none') continue
    else if (known) {
      if (base === null || !isSameContent(base, reading.body)) marks.push(localId)
      // The outbox makes a dead letter of what is wrong, which a person sees.
    } else if (mayPost && kind.check(reading.body) === null) missing.set(localId, reading.body)
    else marks.push(localId)
  }
  return { last, missing, marks }
}

async function readAll(context: SyncContext, type: PortalType, ids: readonly number[]) {
  const rows = ourRows(context.database.reader)
  // The outbox brings those there with their slots, in their turn.
  const busy = type === 'Appointment' ? await listUnderWay(rows.reader, type, ids) : new Set<number>()
  const free = ids.filter((localId) => !busy.has(localId))
  const all = []
  for (let at = 0; at < free.length; at += READ_AT_ONCE) {
    // What is being sent goes on, and the desk has its turn.
    await new Promise((resolve) => setImmediate(resolve))
    const some = free.slice(at, at + READ_AT_ONCE)
    all.push(...(await Promise.all(some.map((localId) => readMark(context, rows, { type, localId })))))
  }
  return all
}

async function readMark(context: SyncContext, rows: OurRows, mark: PortalMark) {
  const known = await rows.agreed(mark)
  const base = known?.body == null ? null : readBodyText(known.body)
  return { localId: mark.localId, known, base, reading: await readOurs(context, rows, { mark, base }) }
}

/**
 * Whether the portal is empty, so that everything goes there by plain POST. Otherwise what is missing goes by the outbox:
 * an appointment with its slots, since patients have had the time to take them; anything else only unless it is there,
 * since a POST that comes twice, or long after it was given up, would make it twice.
 */
function isFirst({ kind, listed }: Run): boolean {
  return kind === 'load' || listed === 0
}
