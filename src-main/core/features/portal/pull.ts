import { Temporal } from 'temporal-polyfill'
import { PAGE, type SearchPage } from '../../portal'
import { findAgreedByRemote, listVersions } from './agreed.queries'
import { ownIdOn, storedNow, typeOf, type SyncContext } from './context'
import {
  listPassedBy,
  listUnread,
  type SetAside,
  readWatermark,
  setAside,
  takeBack,
  WHOLE_TYPE,
  writeWatermark
} from './incoming.queries'
import type { PortalType } from './kind'
import { readNamed, waitsForNamed } from './named-first'
import { isUnderWay } from './operations.queries'
import { readOne } from './read-one'
import { asRemote, etagOf, idIn, patientNamedIn, type Remote } from './resource-shape'
import { takeIn } from './take-in'
import { ofItsOwn, REASONS_OF_ITS_OWN } from './trouble.rules'

/** Resources that others were writing while we asked come with the next pull: an overlap of 3 s missed none (SYNC: pull). */
export const OVERLAP_SECONDS = 120
/** The writer is held for so many rows at a time. */
const AT_ONCE = 20
const MOST_PASSED_BY = 50
/** Asked for again with each nudge, so not many; the nightly comparison looks at all. */
const MOST_UNREAD = 10

/** Pages that are read before what waits to be sent has its turn. */
const PAGES_AT_ONCE = 25

/**
 * Takes in what has changed at the portal, by the portal's own clock. The watermark is written with the last of it, and
 * never before.
 * @param between called between pages, when nothing that was read is still to be taken in
 * @returns how many resources were new to the clinic
 */
export async function pull(
  context: SyncContext,
  type: PortalType,
  between: () => Promise<void> = async () => undefined
): Promise<number> {
  const { database, fhir, signal } = context
  const watermark = await readWatermark(database.reader, type)
  const since = watermark === null ? {} : { _lastUpdated: `ge${withOverlap(watermark)}` }
  let asOf: string | null = null
  let taken = 0
  let pages = 0
  for await (const page of fhir.search(type, since, { signal })) {
    asOf ??= page.serverTime
    // A server without a clock cannot be asked for changes: everything is read each time.
    const isEnd = page.next === null && asOf !== null
    const until = isEnd ? { type, until: laterOf(asOf ?? '', watermark) } : null
    const changed = await changedIn(context, type, page)
    await takeInAll(context, await readNamed(context, changed), null)
    taken += await takeInAll(context, changed, until)
    pages += 1
    if (page.next !== null && pages % PAGES_AT_ONCE === 0) await between()
  }
  return taken
}

function withOverlap(watermark: string): string {
  return Temporal.Instant.from(watermark).subtract({ seconds: OVERLAP_SECONDS }).toString()
}

/** A portal whose clock was set back does not make the clinic read further back than before; the overlap does. */
function laterOf(asOf: string, watermark: string | null): string {
  if (watermark === null) return asOf
  return Temporal.Instant.compare(Temporal.Instant.from(asOf), Temporal.Instant.from(watermark)) > 0
    ? asOf
    : watermark
}

/** Those of a page whose version is not the one both sides are agreed on; one without an id is listed. */
async function changedIn(
  context: SyncContext,
  type: PortalType,
  { resources }: SearchPage
): Promise<readonly Remote[]> {
  const { database } = context
  const read: Remote[] = []
  for (const resource of resources) {
    const remote = asRemote(resource)
    if (remote === null)
      await database.write((transaction) => setNamelessAside(context, transaction, type, resource))
    else read.push(remote)
  }
  const ids = read.map(({ id }) => id)
  const known = new Map<string, string | null>()
  for (let at = 0; at < ids.length; at += PAGE)
    for (const [id, etag] of await listVersions(database.reader, type, ids.slice(at, at + PAGE)))
      known.set(id, etag)
  return read.filter((remote) => {
    const etag = known.get(remote.id) ?? null
    return etag === null || etag !== etagOf(remote)
  })
}

const LONGEST_ID = 64

/** What has no id as FHIR has them cannot be asked for again, and is only named. */
export async function setNamelessAside(
  context: Pick<SyncContext, 'clock'>,
  transaction: Transaction,
  type: PortalType,
  resource: { readonly id?: string }
): Promise<void> {
  const remote_id = (resource.id || '?').slice(0, LONGEST_ID)
  const row = { type, remote_id, version: null, since: storedNow(context) }
  const patient_remote_id = patientNamedIn(resource)
  await setAside(transaction, { ...row, patient_remote_id, cause: 'broken', reason: 'invalid' })
}

async function takeInAll(
  context: SyncContext,
  resources: readonly Remote[],
  until: { type: PortalType; until: string } | null
): Promise<number> {
  const slices: (readonly Remote[])[] = []
  for (let at = 0; at < resources.length; at += AT_ONCE) slices.push(resources.slice(at, at + AT_ONCE))
  if (slices.length === 0 && until !== null) slices.push([])
  for (const [index, slice] of slices.entries()) {
    const isLast = index === slices.length - 1
    await context.database.write(async (transaction) => {
      for (const resource of slice) await takeInOne(context, transaction, resource)
      if (isLast && until !== null) {
        await writeWatermark(transaction, until.type, until.until)
        await takeBack(transaction, until.type, WHOLE_TYPE)
      }
    })
  }
  if (resources.length > 0) context.onChanged()
  return resources.length
}

type Transaction = Parameters<Parameters<SyncContext['database']['write']>[0]>[0]

/** What the clinic has something of its own under way at is passed by, and read when that has ended. */
async function takeInOne(context: SyncContext, transaction: Transaction, resource: Remote): Promise<void> {
  const type = resource.resourceType
  const aggregates = await aggregatesOf(context, transaction, resource)
  if ((await isUnderWay(transaction, aggregates)) || (await waitsForNamed(transaction, resource))) {
    const at = storedNow(context)
    const patient_remote_id = patientNamedIn(resource)
    const row = { type, remote_id: resource.id, version: etagOf(resource), since: at, patient_remote_id }
    await setAside(transaction, { ...row, cause: 'pending', reason: '' })
    return
  }
  await takeIn(context, transaction, { resource, isPending: false })
}

async function aggregatesOf(
  context: SyncContext,
  transaction: Transaction,
  resource: Remote
): Promise<string[]> {
  const type = resource.resourceType
  const known = await findAgreedByRemote(transaction, type, resource.id)
  const localId = known?.local_id ?? ownIdOn(context, resource)
  const aggregates = localId === null ? [] : [`${type}/${localId}`]
  if (resource.resourceType !== 'Appointment') return aggregates
  for (const { reference } of resource.slot ?? []) {
    const id = idIn(reference, 'Slot')
    const slot = id === null ? undefined : await findAgreedByRemote(transaction, 'Slot', id)
    if (slot) aggregates.push(`Slot/${slot.local_id}`)
  }
  return aggregates
}

/** One that cannot be read is listed, and asked for again whenever its type is. */
async function readPassedBy(context: SyncContext, type: PortalType, row: SetAside): Promise<void> {
  const { database } = context
  try {
    const remote = await readOne(context, type, row.remote_id)
    await database.write(async (transaction) => {
      await takeBack(transaction, type, row.remote_id)
      if (remote) await takeInOne(context, transaction, remote)
    })
  } catch (error) {
    const reason = ofItsOwn(error)
    if (reason === null) throw error
    await database.write((transaction) => setAside(transaction, { ...row, cause: 'broken', reason }))
  }
}

/** Reads what was passed by and is free now. @returns whether any was */
export async function pullPassedBy(context: SyncContext): Promise<boolean> {
  return await readAll(context, await listPassedBy(context.database.reader, MOST_PASSED_BY))
}

/** Asks again for what came to nothing when it was asked for by itself: no pull brings it, for it has not changed since. */
export async function pullUnread(context: SyncContext, types: readonly PortalType[]): Promise<void> {
  if (types.length === 0) return
  const which = { types, reasons: REASONS_OF_ITS_OWN, limit: MOST_UNREAD }
  await readAll(context, await listUnread(context.database.reader, which))
}

async function readAll(context: SyncContext, rows: readonly SetAside[]): Promise<boolean> {
  const { database } = context
  let found = false
  for (const row of rows) {
    const type = typeOf(row.type)
    const known = await findAgreedByRemote(database.reader, type, row.remote_id)
    if (known && (await isUnderWay(database.reader, [`${type}/${known.local_id}`]))) continue
    await readPassedBy(context, type, row)
    found = true
  }
  if (found) context.onChanged()
  return found
}
