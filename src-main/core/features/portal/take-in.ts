import { z } from 'zod'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { attempt } from '../../database/attempt'
import { describeError } from '../../platform/log'
import { findAgreed, findAgreedByRemote, saveAgreed, type Agreed } from './agreed.queries'
import { addConflict } from './conflicts.queries'
import { agreedOn, kindOf, localIdIn, ownIdOn, storedNow, type SyncContext } from './context'
import { markWhatFollows } from './follows'
import { setAside, takeBack } from './incoming.queries'
import type { PortalOutcome, PortalResource } from './kind'
import { addMark } from './operations.queries'
import { etagOf, idIn, patientNamedIn, readBodyText, type Remote } from './resource-shape'
import { slotIds } from './step-plan.rules'

/** Where something is wrong, without what it says. */
const LONGEST_WORD = 200

export interface TakeIn {
  readonly resource: Remote
  /** The clinic has something of its own under way there. */
  readonly isPending: boolean
  /** Without what was agreed before: both sides are strangers, as after a restored backup. */
  readonly forgetsBase?: boolean
  /** Whoever asks has looked at it, and writes over it next. */
  readonly isLookedAt?: boolean
}

/**
 * No version that a portal has: what is written against it is refused with 412, and so looked at before it is written
 * again.
 */
const NO_VERSION = 'W/"0"'

/**
 * Takes in one resource as the portal holds it, and keeps it as what both sides are agreed on, in one transaction with
 * what it changed. One that is broken or refused stops nothing but itself, and is listed.
 */
export async function takeIn(
  context: SyncContext,
  transaction: Transaction,
  { resource, isPending, forgetsBase = false, isLookedAt = false }: TakeIn
): Promise<PortalOutcome> {
  const type = resource.resourceType
  const at = storedNow(context)
  const known = await knownOf(context, transaction, resource)
  const patient_remote_id = patientNamedIn(resource)
  const aside = { type, remote_id: resource.id, version: etagOf(resource), since: at, patient_remote_id }
  const wrong = kindOf(context, type).check(resource)
  if (wrong !== null) {
    context.log.warn('portal-row-invalid', { type, what: wrong.slice(0, LONGEST_WORD) })
    await setAside(transaction, { ...aside, cause: 'refused', reason: 'invalid' })
    if (known) await saveAgreed(transaction, isLookedAt ? toWriteOver(known, resource) : unread(known))
    return { is: 'refused', reason: 'invalid' }
  }
  const base = forgetsBase || known?.body == null ? null : readBodyText(known.body)
  const tried = await tryRow(context, transaction, () =>
    kindOf(context, type).apply(transaction, {
      resource,
      base,
      localId: known?.local_id ?? ownIdOn(context, resource),
      isPending,
      localIdOf: localIdIn(transaction)
    })
  )
  if (tried.is === 'broken') {
    await setAside(transaction, { ...aside, cause: 'broken', reason: tried.reason })
    return { is: 'refused', reason: tried.reason }
  }
  const { outcome } = tried
  const localId = outcome.is === 'refused' ? (known?.local_id ?? null) : outcome.localId
  if (localId !== null) {
    const body: PortalResource = outcome.is === 'refused' ? resource : (outcome.agreed ?? resource)
    const agreed = { ...body, id: resource.id }
    await saveAgreed(transaction, agreedOn(localId, agreed, etagOf(resource), at))
    const before = known?.body == null ? null : readBodyText(known.body)
    const seen = { localId, before, now: resource }
    await markWhatFollows(context, transaction, seen)
    // It may be the clinic's own word that came back as the portal has put it, or after its answer was lost.
    await kindOf(context, type).told?.(transaction, seen)
    // What the clinic would say otherwise of it, such as its own name for it, the portal has to learn.
    const isOpen = outcome.is === 'refused' || outcome.is === 'conflict'
    if (!isPending && !isOpen) await addMark(transaction, { type, localId })
  }
  if (outcome.is === 'refused')
    await setAside(transaction, { ...aside, cause: 'refused', reason: outcome.reason })
  else await takeBack(transaction, type, resource.id)
  if (outcome.is === 'conflict')
    await addConflict(transaction, {
      ...{ seq: null, type, localId, at },
      remoteId: resource.id,
      clash: outcome.clash
    })
  return outcome
}

/** What was agreed on stands, and goes out in no version that nobody could read: a patient may have booked or cancelled. */
const unread = (known: Agreed): Agreed => ({ ...known, etag: NO_VERSION })

/** Also of what breaks the structure, as far as it can be read. */
const NamedSlots = z.array(z.looseObject({ reference: z.string() })).catch([])

/**
 * The clinic's word replaces it; but a slot is never again taken for one that was free in this version, and the slots on
 * which an appointment stands in it are left with those that were agreed on.
 */
function toWriteOver(known: Agreed, resource: Remote): Agreed {
  const agreed = { ...known, etag: etagOf(resource) }
  if (resource.resourceType === 'Slot') return { ...agreed, body: null }
  const base = known.body === null ? null : readBodyText(known.body)
  if (resource.resourceType !== 'Appointment' || base?.resourceType !== 'Appointment') return agreed
  const named = NamedSlots.parse(resource.slot).flatMap(({ reference }) => idIn(reference, 'Slot') ?? [])
  const ids = new Set([...slotIds(base), ...named])
  const slot = [...ids].map((id) => ({ reference: `Slot/${id}` }))
  return { ...agreed, body: JSON.stringify({ ...base, slot }) }
}

/** By the portal's id first: what the clinic wrote on it may be older than a merge. */
async function knownOf(context: SyncContext, transaction: Transaction, resource: Remote) {
  const type = resource.resourceType
  const byRemote = await findAgreedByRemote(transaction, type, resource.id)
  if (byRemote) return byRemote
  const localId = ownIdOn(context, resource)
  return localId === null ? undefined : await findAgreed(transaction, { type, localId })
}

type Tried =
  | { readonly is: 'done'; readonly outcome: PortalOutcome }
  | { readonly is: 'broken'; readonly reason: string }

/** What one row throws, even as a bug, must not keep the others from coming in; its own writes are taken back. */
async function tryRow(
  { log }: SyncContext,
  transaction: Transaction,
  work: () => Promise<PortalOutcome>
): Promise<Tried> {
  const result = await attempt(transaction, async () => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof AppError) throw error
      log.error('portal-row-broken', describeError(error))
      throw new AppError('portal-row-broken', {}, { cause: error })
    }
  })
  if (result.ok) return { is: 'done', outcome: result.value }
  const { code } = result.refusal
  return code === 'portal-row-broken'
    ? { is: 'broken', reason: code }
    : { is: 'done', outcome: { is: 'refused', reason: code } }
}
