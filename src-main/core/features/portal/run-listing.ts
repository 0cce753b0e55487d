import { PortalRefusal, type FhirClient, type SearchPage } from '../../portal'
import {
  findAgreedByRemote,
  findAgreed,
  forgetAgreed,
  listUnseen,
  saveAgreed,
  type Agreed
} from './agreed.queries'
import { agreedOn, kindOf, ownIdOn, storedNow, typeOf, type SyncContext } from './context'
import { dropGone } from './drop-gone'
import { readWatermark } from './incoming.queries'
import type { PortalType } from './kind'
import { addMark, isUnderWay } from './operations.queries'
import { setNamelessAside } from './pull'
import { asRemote, etagOf, readBodyText, type Remote } from './resource-shape'
import { addDifference, changeRun, type Run } from './run.queries'
import { isSameContent } from './same-content.rules'
import { takeIn } from './take-in'
import { ofItsOwn } from './trouble.rules'

type Transaction = Parameters<Parameters<SyncContext['database']['write']>[0]>[0]

const UNSEEN_AT_ONCE = 200

/** Everything the portal holds of one type, page by page, each written down with what it brought. */
export async function listAll(context: SyncContext, run: Run, type: PortalType): Promise<void> {
  const { database, fhir, signal } = context
  if (run.next_page === null) await dropGone(context, type)
  let listed = run.listed
  let differing = run.differing
  for await (const page of pagesFrom(fhir, type, { signal, from: run.next_page })) {
    await database.write(async (transaction) => {
      for (const resource of page.resources) {
        const remote = asRemote(resource)
        if (remote === null) {
          await setNamelessAside(context, transaction, type, resource)
          continue
        }
        listed += 1
        if (await meet(context, transaction, { run, remote })) differing += 1
      }
      await changeRun(transaction, run.id, { next_page: page.next, listed, differing })
    })
    context.onChanged()
  }
  await dropUnseen(context, run, type)
}

/** A page that was kept from before is forgotten by many servers sooner or later: then they are read from the first. */
async function* pagesFrom(
  fhir: FhirClient,
  type: PortalType,
  { signal, from }: { signal: AbortSignal; from: string | null }
): AsyncGenerator<SearchPage> {
  let isForgotten = false
  try {
    yield* fhir.search(type, {}, { signal, from })
  } catch (error) {
    isForgotten = from !== null && error instanceof PortalRefusal && ofItsOwn(error) !== null
    if (!isForgotten) throw error
  }
  if (isForgotten) yield* fhir.search(type, {}, { signal })
}

/** @returns whether both sides differed */
async function meet(
  context: SyncContext,
  transaction: Transaction,
  { run, remote }: { run: Run; remote: Remote }
): Promise<boolean> {
  const type = remote.resourceType
  const byRemote = await findAgreedByRemote(transaction, type, remote.id)
  const ownId = ownIdOn(context, remote)
  const known =
    byRemote ?? (ownId === null ? undefined : await findAgreed(transaction, { type, localId: ownId }))
  const localId = known?.local_id ?? ownId
  const isSame = known?.body != null && isSameContent(readBodyText(known.body), remote)
  if (isSame && known !== undefined) {
    await saveAgreed(transaction, agreedOn(known.local_id, remote, etagOf(remote), storedNow(context)))
    return false
  }
  if (run.kind === 'compare')
    await addDifference(transaction, {
      run_id: run.id,
      type,
      local_id: localId ?? 0,
      remote_id: remote.id,
      what: known ? 'other-content' : 'only-there'
    })
  const isPending = localId !== null && (await isUnderWay(transaction, [`${type}/${localId}`]))
  const isByClinic = run.kind === 'resync-clinic'
  const isNews = isByClinic && (await isUnread(transaction, remote, known))
  const isOurs = isByClinic && !isNews && kindOf(context, type).check(remote) === null
  // The clinic's word stands, where a person has said so; what only the portal has is taken in all the same.
  if (localId !== null && isOurs && (await holds(context, transaction, type, localId)))
    await saveAgreed(transaction, agreedOn(localId, remote, etagOf(remote), storedNow(context)))
  else
    await takeIn(context, transaction, {
      resource: remote,
      isPending: isPending || isNews,
      forgetsBase: run.kind === 'resync-portal'
    })
  return true
}

/**
 * Whether the portal has changed it since the clinic last read it: over what patients did while it was turned off, while
 * something was on its way, or after a person had chosen, nobody has said whose word counts.
 */
async function isUnread(
  transaction: Transaction,
  { resourceType, meta }: Remote,
  known: Agreed | undefined
): Promise<boolean> {
  if (meta?.lastUpdated === undefined) return false
  const changedMs = Date.parse(meta.lastUpdated)
  if (known?.last_updated != null && changedMs > Date.parse(known.last_updated)) return true
  const watermark = await readWatermark(transaction, resourceType)
  return watermark !== null && changedMs >= Date.parse(watermark)
}

async function holds(
  context: SyncContext,
  transaction: Transaction,
  type: PortalType,
  localId: number
): Promise<boolean> {
  const [first] = await kindOf(context, type).list(transaction, { after: localId - 1, limit: 1 })
  return first === localId
}

/** What the clinic thought was there, and is not: it is made again by the second half, or by its mark. */
async function dropUnseen(context: SyncContext, run: Run, type: PortalType): Promise<void> {
  const { database } = context
  for (;;) {
    const unseen = await listUnseen(database.reader, type, UNSEEN_AT_ONCE)
    if (unseen.length === 0) return
    await database.write(async (transaction) => {
      for (const { local_id: localId, remote_id: remoteId } of unseen) {
        const mark = { type: typeOf(type), localId }
        await forgetAgreed(transaction, mark)
        if (run.kind === 'compare') {
          await addDifference(transaction, {
            run_id: run.id,
            type,
            local_id: localId,
            remote_id: remoteId,
            what: 'only-here'
          })
          await addMark(transaction, mark)
        }
      }
    })
  }
}
