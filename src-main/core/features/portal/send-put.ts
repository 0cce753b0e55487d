import type { PortalAnswer } from '../../portal'
import { findAgreed, forgetAgreed, saveAgreed, type Agreed } from './agreed.queries'
import { meaningOf } from './answers.rules'
import { agreedOn, identifierOf, kindOf, storedNow, token, typeOf, type SyncContext } from './context'
import { isStillHeld } from './check-slot'
import { bury, end, markInDoubt, putOff } from './ending'
import type { PortalResource } from './kind'
import { markWhatFollows } from './follows'
import { settleSetAside } from './incoming.queries'
import type { Operation } from './operations.queries'
import { ourRows } from './our-rows'
import { readOne } from './read-one'
import { readOurs } from './read-ours'
import { asRemote, etagOf, readBodyText, type Remote } from './resource-shape'
import { isSameContent } from './same-content.rules'
import { isStillSo } from './still-so'
import { takeIn } from './take-in'
import { waitFor } from './wait-for'

/** So many versions in a row that others were faster with; then it waits like anything else. */
const MOST_ROUNDS = 5

/** Brings the portal to hold what the clinic holds now; it may be done again as often as need be. */
export async function sendPut(context: SyncContext, operation: Operation): Promise<void> {
  let state = operation.state
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const step = await tryPut(context, operation, state)
    if (step === 'ended') return
    state = 'waiting'
  }
  await putOff(context, operation, { reason: 'overtaken', isInDoubt: false })
}

async function tryPut(
  context: SyncContext,
  operation: Operation,
  state: Operation['state']
): Promise<'ended' | 'again'> {
  const { database, signal } = context
  const mark = { type: typeOf(operation.type), localId: operation.local_id }
  const kind = kindOf(context, mark.type)
  let known = await findAgreed(database.reader, mark)
  if (state === 'in-doubt' || (known && known.etag === null)) {
    const seen = await lookAgain(context, operation, known)
    if (seen === 'ended') return 'ended'
    known = await findAgreed(database.reader, mark)
  }
  const base = known?.body == null ? null : readBodyText(known.body)
  const reading = await readOurs(context, ourRows(database.reader), { mark, base })
  if (reading.is === 'waits') {
    await waitFor(context, operation, reading)
    return 'ended'
  }
  const body =
    operation.is_edited === 1 && operation.body !== null ? readBodyText(operation.body) : bodyOf(reading)
  const endAsNothing = async (
    changes: { reason: string } | { is_confirmed: 1 }
  ): Promise<'ended' | 'again'> =>
    await database.write(async (transaction) => {
      if (!(await isStillSo(context, transaction, operation, { base, body }))) return 'again'
      await end(context, transaction, operation, { state: 'nothing', body: null, ...changes })
      return 'ended'
    })
  if (body === null || (base !== null && isSameContent(base, body)))
    return await endAsNothing({ is_confirmed: 1 })
  const wrong = kind.check(body)
  if (wrong !== null) {
    await bury(context, operation, { reason: 'invalid', answer: { status: 0, said: wrong }, body })
    return 'ended'
  }
  if (known) {
    const etag = known.etag
    if (etag === null) return 'again'
    const sent = { ...body, id: known.remote_id }
    const etags = { [`${mark.type}/${known.remote_id}`]: etag }
    if (!(await markInDoubt(context, operation, { body: sent, etags, reading: { base, body } })))
      return 'again'
    // Only now: where the holder leaves while the portal is asked, the slot gets a mark of its own.
    if (await isStillHeld(context, { base, body, id: known.remote_id }))
      return await endAsNothing({ reason: 'slot-held' })
    return await settle(context, operation, { sent, known }, await context.fhir.update(sent, etag, signal))
  }
  const own = token(identifierOf(context, mark))
  if (!(await markInDoubt(context, operation, { body, etags: {}, reading: { base, body } }))) return 'again'
  const answer = await context.fhir.create(body, `identifier=${encodeURIComponent(own)}`, signal)
  return await settle(context, operation, { sent: body, known: undefined }, answer)
}

function bodyOf(reading: { is: 'none' } | { is: 'body'; body: PortalResource }): PortalResource | null {
  return reading.is === 'body' ? reading.body : null
}

interface Sent {
  readonly sent: PortalResource
  readonly known: Agreed | undefined
}

async function settle(
  context: SyncContext,
  operation: Operation,
  sent: Sent,
  answer: PortalAnswer
): Promise<'ended' | 'again'> {
  switch (meaningOf(answer.status)) {
    case 'applied':
      return await readBack(context, operation, sent, answer)
    case 'precondition':
      if (sent.known) {
        const seen = await lookAgain(context, operation, sent.known)
        return seen === 'ended' ? 'ended' : 'again'
      }
      // More than one there bears the clinic's identifier: somebody has to say which one it is.
      await bury(context, operation, { reason: 'more-than-one', answer })
      return 'ended'
    case 'gone':
      if (sent.known) {
        await context.database.write((transaction) =>
          forgetAgreed(transaction, { type: typeOf(operation.type), localId: operation.local_id })
        )
        await putOff(context, operation, { reason: 'gone-at-portal', isInDoubt: false, answer })
        return 'ended'
      }
      await bury(context, operation, { reason: 'refused', answer })
      return 'ended'
    case 'later':
      // It has answered that it did not do it; a broken one may have, all the same.
      await putOff(context, operation, { reason: 'busy', isInDoubt: true, answer })
      return 'ended'
    case 'dead':
      await bury(context, operation, { reason: 'refused', answer })
      return 'ended'
  }
}

/** Only what is read back is agreed on: a server may answer 200 and store nothing. */
async function readBack(
  context: SyncContext,
  operation: Operation,
  { sent, known }: Sent,
  answer: PortalAnswer
): Promise<'ended' | 'again'> {
  const answered = asRemote(answer.resource)
  const id = known?.remote_id ?? answered?.id ?? null
  const remote = id === null ? null : await readRemote(context, operation, id)
  if (remote === null || (known !== undefined && etagOf(remote) === known.etag)) {
    await putOff(context, operation, { reason: 'not-stored', isInDoubt: true, answer })
    return 'ended'
  }
  if (isSameContent(remote, sent)) {
    await agree(context, operation, remote)
    return 'ended'
  }
  // One that was there already, or somebody has changed it since: it is taken in, and what then differs is sent.
  await meet(context, remote)
  return 'again'
}

/**
 * Looks at what the portal holds before anything is sent again. Our own is recognised by what it says; anybody else's
 * change is taken in first, so that only what was seen is ever written over.
 */
async function lookAgain(
  context: SyncContext,
  operation: Operation,
  known: Agreed | undefined
): Promise<'ended' | 'looked'> {
  const remote = known
    ? await readRemote(context, operation, known.remote_id)
    : await findRemote(context, operation)
  if (remote === null) {
    if (known)
      await context.database.write((transaction) =>
        forgetAgreed(transaction, { type: typeOf(operation.type), localId: operation.local_id })
      )
    return 'looked'
  }
  const sent = operation.body === null ? null : readBodyText(operation.body)
  if (known?.body != null && isSameContent(remote, readBodyText(known.body)))
    await keepVersion(context, known, remote)
  else if (sent !== null && isSameContent(remote, sent)) {
    // What has changed here since has a mark of its own.
    await agree(context, operation, remote)
    return 'ended'
  } else await meet(context, remote)
  return 'looked'
}

async function keepVersion(context: SyncContext, known: Agreed, remote: Remote): Promise<void> {
  await context.database.write((transaction) =>
    saveAgreed(transaction, agreedOn(known.local_id, remote, etagOf(remote), storedNow(context)))
  )
}

async function meet(context: SyncContext, resource: Remote): Promise<void> {
  await context.database.write((transaction) =>
    takeIn(context, transaction, { resource, isPending: true, isLookedAt: true })
  )
  context.onChanged()
}

async function agree(context: SyncContext, operation: Operation, remote: Remote): Promise<void> {
  const mark = { type: typeOf(operation.type), localId: operation.local_id }
  await context.database.write(async (transaction) => {
    const known = await findAgreed(transaction, mark)
    const before = known?.body == null ? null : readBodyText(known.body)
    await saveAgreed(transaction, agreedOn(mark.localId, remote, etagOf(remote), storedNow(context)))
    await settleSetAside(transaction, mark.type, remote.id)
    await end(context, transaction, operation, { state: 'applied', is_confirmed: 1, reason: null })
    const sent = { localId: mark.localId, before, now: remote }
    await markWhatFollows(context, transaction, sent)
    await kindOf(context, mark.type).told?.(transaction, sent)
  })
}

/** Null where it is not there. @throws PortalFault, and PortalRefusal for any other answer */
async function readRemote(context: SyncContext, { type }: Operation, id: string): Promise<Remote | null> {
  return await readOne(context, typeOf(type), id)
}

async function findRemote(context: SyncContext, operation: Operation): Promise<Remote | null> {
  const mark = { type: typeOf(operation.type), localId: operation.local_id }
  const found = await context.fhir.findAll(
    mark.type,
    { identifier: token(identifierOf(context, mark)) },
    context.signal
  )
  return asRemote(found[0] ?? null)
}
