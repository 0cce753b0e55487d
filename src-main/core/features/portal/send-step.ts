import type { Appointment } from '@medplum/fhirtypes'
import type { PortalAnswer } from '../../portal'
import { findAgreed, findAgreedByRemote, forgetAgreed, saveAgreed, type Agreed } from './agreed.queries'
import { isLive, meaningOf } from './answers.rules'
import { takeInCancellation } from './cancelled-unread'
import { checkSlot, slotAsAgreed, type SlotCheck } from './check-slot'
import { addConflict, settleConflicts } from './conflicts.queries'
import { agreedOn, identifierOf, storedNow, token, type SyncContext } from './context'
import { bury, end, markInDoubt, putOff } from './ending'
import { distrustSlots, giveWay, holdSlots, isWhole } from './half-applied'
import type { AppointmentThen, PortalClash, PortalConflictKind, PortalResource } from './kind'
import { settleSetAside } from './incoming.queries'
import { addMark, type Operation } from './operations.queries'
import { ourRows } from './our-rows'
import { readOne } from './read-one'
import { readOurs } from './read-ours'
import { asRemote, etagOf, readBodyText, type Remote } from './resource-shape'
import { isSameContent, OPERATION_SYSTEM } from './same-content.rules'
import { agreeOnApplied, isOver } from './since-sent'
import {
  asAppointment,
  bears,
  bundleOf,
  inBundles,
  named,
  planSlots,
  slotIds,
  type SlotWrite
} from './step-plan.rules'
import { takeIn } from './take-in'
import { thenOf } from './then'
import { waitFor } from './wait-for'

const MOST_ROUNDS = 5

/** Carries one step of an appointment to the portal: booked, moved, cancelled or changed, all of it or nothing. */
export async function sendStep(context: SyncContext, operation: Operation): Promise<void> {
  let state = operation.state
  // After a refusal what was agreed before is read anew, with the precondition looked at.
  let isChecked = false
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const step = await tryStep(context, operation, { state, isChecked })
    if (step === 'ended') return
    state = 'waiting'
    isChecked = true
  }
  await putOff(context, operation, { reason: 'overtaken', isInDoubt: true })
}

async function tryStep(
  context: SyncContext,
  operation: Operation,
  { state, isChecked }: { state: Operation['state']; isChecked: boolean }
): Promise<'ended' | 'again'> {
  const { database } = context
  const mark = { type: 'Appointment', localId: operation.local_id } as const
  if (state === 'in-doubt' && (await wasApplied(context, operation))) return 'ended'
  if (operation.kind === 'put' || isChecked || state === 'in-doubt') await findOwn(context, operation)
  const known = await findAgreed(database.reader, mark)
  if (known && (isChecked || state === 'in-doubt' || known.etag === null)) {
    const met = await meetAppointment(context, operation, known)
    if (met === 'ended') return 'ended'
  }
  const agreed = await findAgreed(database.reader, mark)
  const base = appointmentIn(agreed)
  const then = thenOf(operation.detail)
  const next = await nextBody(context, operation, { base, then })
  if (next === 'ended') return 'ended'
  if (next === null || (base === null && !isLive(next.status))) return await endAsNothing(context, operation)
  if (await isOver(context, operation, { base, next })) return await endAsNothing(context, operation)
  if (base !== null && isSameContent(base, next)) return await endAsNothing(context, operation)
  const plan = planSlots(base, next)
  const claims: SlotWrite[] = []
  for (const id of plan.claim) {
    const check = await mayTake(context, operation, { id, remoteId: agreed?.remote_id ?? null, isChecked })
    if (check.is === 'taken') {
      // Half a transaction may have given up where it stands until somebody has decided.
      const stays = base && agreed ? { ...base, id: agreed.remote_id } : null
      if (stays) await holdSlots(context, stays, { opId: operation.op_id, isSure: true })
      return await endAsConflict(context, operation, {
        ours: next,
        theirs: check.by,
        then,
        kind: 'slot-taken'
      })
    }
    if (check.is === 'gone') return await waitForSlot(context, operation, id)
    claims.push({ slot: { ...check.slot, status: 'busy' }, etag: check.etag })
  }
  const bundles = inBundles(claims.length, plan.release)
  const releases: SlotWrite[] = []
  for (const id of bundles.release) {
    const freed = await released(context, id)
    if (freed) releases.push(freed)
  }
  const shut = bundles.shut.map(([from, to]) => claims.slice(from, to))
  const last = [...claims.slice(bundles.lastFrom), ...releases]
  return await send(context, operation, { shut, last, agreed, body: named(next, operation.op_id) })
}

/** What bears the clinic's own identifier is ours, whether or not it was remembered, and is not made a second time. */
async function findOwn(context: SyncContext, operation: Operation): Promise<void> {
  const { database, fhir, signal } = context
  const mark = { type: 'Appointment', localId: operation.local_id } as const
  if (await findAgreed(database.reader, mark)) return
  const found = await fhir.findAll('Appointment', { identifier: token(identifierOf(context, mark)) }, signal)
  const resource = asAppointment(asRemote(found[0] ?? null))
  if (resource === null) return
  await database.write((transaction) => takeIn(context, transaction, { resource, isPending: true }))
  context.onChanged()
}

async function mayTake(
  context: SyncContext,
  operation: Operation,
  { id, remoteId, isChecked }: { id: string; remoteId: string | null; isChecked: boolean }
): Promise<SlotCheck> {
  const agreed = isChecked || operation.tries > 0 ? null : await slotAsAgreed(context, id)
  return agreed ?? (await checkSlot(context, id, { opId: operation.op_id, remoteId }))
}

/** What the portal is to hold after this step; null: nothing. */
async function nextBody(
  context: SyncContext,
  operation: Operation,
  { base, then }: { base: Appointment | null; then: AppointmentThen | null }
): Promise<Appointment | null | 'ended'> {
  const { database, kinds } = context
  if (operation.is_edited === 1 && operation.body !== null) {
    const edited = readBodyText(operation.body)
    return edited.resourceType === 'Appointment' ? edited : null
  }
  const mark = { type: 'Appointment', localId: operation.local_id } as const
  const rows = ourRows(database.reader)
  const reading = await kinds.Appointment.read(rows, {
    localId: operation.local_id,
    base,
    then,
    remoteId: async (other) => await rows.remoteId(other),
    identifier: identifierOf(context, mark)
  })
  if (reading.is === 'waits') {
    await waitFor(context, operation, reading)
    return 'ended'
  }
  if (reading.is === 'none') return null
  const wrong = kinds.Appointment.check(reading.body)
  if (wrong === null) return reading.body
  await bury(context, operation, {
    ...{ reason: 'invalid', answer: { status: 0, said: wrong } },
    body: reading.body
  })
  return 'ended'
}

interface StepWrites {
  /** Transactions that only take slots, before the one with the appointment. */
  readonly shut: readonly (readonly SlotWrite[])[]
  readonly last: readonly SlotWrite[]
  readonly agreed: Agreed | undefined
  readonly body: Appointment
}

async function send(
  context: SyncContext,
  operation: Operation,
  { shut, last, agreed, body }: StepWrites
): Promise<'ended' | 'again'> {
  const { fhir, signal } = context
  const etag = agreed?.etag ?? null
  if (agreed && etag === null) return 'again'
  const own = token(identifierOf(context, { type: 'Appointment', localId: operation.local_id }))
  const appointment = { body, id: agreed?.remote_id ?? null, etag, opId: operation.op_id, own }
  const writes = [...shut.flat(), ...last]
  const etags = Object.fromEntries(writes.map(({ slot, etag: version }) => [`Slot/${slot.id}`, version]))
  const bundle = bundleOf(last, appointment)
  await markInDoubt(context, operation, { body: bundle, etags })
  for (const slots of shut) {
    const taken = await fhir.transaction(bundleOf(slots, null), signal)
    if (meaningOf(taken.status) !== 'applied') return await refused(context, operation, writes, taken)
  }
  const answer = await fhir.transaction(bundle, signal)
  if (meaningOf(answer.status) !== 'applied') return await refused(context, operation, writes, answer)
  if (await wasApplied(context, operation, isWhole(answer))) return 'ended'
  await distrustSlots(context, writes)
  // Answered 200 and stored nothing.
  await putOff(context, operation, { reason: 'not-stored', isInDoubt: true, answer })
  return 'ended'
}

async function refused(
  context: SyncContext,
  operation: Operation,
  writes: readonly SlotWrite[],
  answer: PortalAnswer
): Promise<'ended' | 'again'> {
  const meaning = meaningOf(answer.status)
  // Not every server takes back what it has begun.
  if (await wasApplied(context, operation)) return 'ended'
  await distrustSlots(context, writes)
  if (meaning === 'dead') {
    await bury(context, operation, { reason: 'refused', answer })
    return 'ended'
  }
  if (meaning === 'precondition') return 'again'
  await putOff(context, operation, {
    reason: meaning === 'gone' ? 'gone-at-portal' : 'busy',
    isInDoubt: true,
    answer
  })
  return 'ended'
}

/**
 * Searches what this operation wrote, by its own name, and ends it where it is found: as it was stored, with its slots
 * as they stand now. Where a slot of it is somebody else's, it gives way, and a person decides.
 * @param isSure the portal has said that all of it was done
 */
async function wasApplied(context: SyncContext, operation: Operation, isSure = false): Promise<boolean> {
  const { database, fhir, signal } = context
  const own = { system: OPERATION_SYSTEM, value: operation.op_id }
  const found = await fhir.findAll('Appointment', { identifier: token(own) }, signal)
  const appointment = asAppointment(asRemote(found[0] ?? null))
  if (appointment === null || !bears(appointment, operation.op_id)) return false
  const before = appointmentIn(
    await findAgreed(database.reader, { type: 'Appointment', localId: operation.local_id })
  )
  const theirs = await holdSlots(context, appointment, { opId: operation.op_id, isSure })
  if (theirs) {
    await giveWay(context, appointment, { before, opId: operation.op_id })
    const left = asAppointment(await readOne(context, 'Appointment', appointment.id))
    if (left)
      await database.write((transaction) =>
        saveAgreed(transaction, agreedOn(operation.local_id, left, etagOf(left), storedNow(context)))
      )
    const then = thenOf(operation.detail)
    await endAsConflict(context, operation, { ours: appointment, theirs, then, kind: 'slot-taken' })
    return true
  }
  const touched = new Set([...(before ? slotIds(before) : []), ...slotIds(appointment)])
  const slots: Remote[] = []
  for (const id of touched) {
    const slot = await readOne(context, 'Slot', id)
    if (slot) slots.push(slot)
  }
  const at = storedNow(context)
  await database.write(async (transaction) => {
    await end(context, transaction, operation, { state: 'applied', is_confirmed: 1, reason: null })
    await agreeOnApplied(context, transaction, operation, appointment)
    await settleConflicts(transaction, { type: 'Appointment', localId: operation.local_id, at })
    await settleSetAside(transaction, 'Appointment', appointment.id)
    for (const slot of slots) {
      const known = await findAgreedByRemote(transaction, 'Slot', slot.id)
      if (!known) continue
      await saveAgreed(transaction, agreedOn(known.local_id, slot, etagOf(slot), at))
      // A transaction that took effect by half left a slot as it was: it is looked at once more.
      await addMark(transaction, { type: 'Slot', localId: known.local_id })
    }
  })
  return true
}

/** Reads the appointment as the portal holds it; what the patient has done with it meanwhile comes first. */
async function meetAppointment(
  context: SyncContext,
  operation: Operation,
  known: Agreed
): Promise<'ended' | 'met'> {
  const { database } = context
  const remote = asAppointment(await readOne(context, 'Appointment', known.remote_id))
  if (remote === null) {
    await database.write((transaction) =>
      forgetAgreed(transaction, { type: 'Appointment', localId: operation.local_id })
    )
    return 'met'
  }
  const base = appointmentIn(known)
  if (base !== null && isSameContent(base, remote)) {
    await database.write((transaction) =>
      saveAgreed(transaction, agreedOn(operation.local_id, remote, etagOf(remote), storedNow(context)))
    )
    return 'met'
  }
  const wasLive = base === null || isLive(base.status)
  const then = thenOf(operation.detail)
  const isCancelledThere = wasLive && !isLive(remote.status)
  const isLookedAt = !isCancelledThere || then?.isLive === 0
  const outcome = await database.write(async (transaction) => {
    const taken = await takeIn(context, transaction, { resource: remote, isPending: true, isLookedAt })
    if (isCancelledThere && base !== null && taken.is === 'refused' && taken.reason === 'invalid')
      await takeInCancellation(context, transaction, { localId: known.local_id, base, remoteId: remote.id })
    return taken
  })
  context.onChanged()
  // One that could not be taken in is not cancelled here, and would be brought to life again.
  const stillWanted = then === null ? outcome.is === 'refused' : then.isLive === 1
  if (!isCancelledThere || !stillWanted) return 'met'
  // The patient's cancellation beats the desk's move.
  const kind = 'cancelled-by-patient' as const
  return await endAsConflict(context, operation, { ours: base, theirs: remote, then, kind })
}

async function endAsConflict(
  context: SyncContext,
  operation: Operation,
  {
    ours,
    theirs,
    then,
    kind
  }: {
    ours: Appointment | null
    theirs: Appointment & { id: string }
    then: AppointmentThen | null
    kind: PortalConflictKind
  }
): Promise<'ended'> {
  const { database, kinds } = context
  const plain: PortalClash = { kind, ours, theirs, choices: ['seen'] }
  const localId = operation.local_id
  const clash =
    (await kinds.Appointment.clash?.(database.reader, {
      localId,
      then,
      ours,
      theirs: asResource(theirs),
      kind
    })) ?? plain
  const at = storedNow(context)
  await database.write(async (transaction) => {
    await end(context, transaction, operation, { state: 'conflict', reason: kind })
    const about = { seq: operation.seq, type: 'Appointment', localId, remoteId: theirs.id } as const
    await addConflict(transaction, { ...about, clash, at })
  })
  context.onChanged()
  return 'ended'
}

const asResource = (appointment: Appointment): PortalResource => appointment

async function endAsNothing(context: SyncContext, operation: Operation): Promise<'ended'> {
  const at = storedNow(context)
  const isGivenUp = thenOf(operation.detail)?.isLive === 0
  await context.database.write(async (transaction) => {
    await end(context, transaction, operation, { state: 'nothing', is_confirmed: 1 })
    if (isGivenUp)
      await settleConflicts(transaction, { type: 'Appointment', localId: operation.local_id, at })
  })
  return 'ended'
}

/** The portal has lost the slot: it is made again there, and the booking goes after it. */
async function waitForSlot(context: SyncContext, operation: Operation, id: string): Promise<'ended'> {
  const { database } = context
  const known = await findAgreedByRemote(database.reader, 'Slot', id)
  if (!known) {
    await putOff(context, operation, { reason: 'slot-gone', isInDoubt: false })
    return 'ended'
  }
  const mark = { type: 'Slot', localId: known.local_id } as const
  await database.write((transaction) => forgetAgreed(transaction, mark))
  await waitFor(context, operation, { mark })
  return 'ended'
}

/** A slot given back, as the clinic's own schedule would have it now; null where it is nothing of the clinic's. */
async function released(context: SyncContext, id: string): Promise<SlotWrite | null> {
  const { database } = context
  const remote = await readOne(context, 'Slot', id)
  const etag = remote === null ? null : etagOf(remote)
  if (remote?.resourceType !== 'Slot' || etag === null) return null
  const known = await findAgreedByRemote(database.reader, 'Slot', id)
  if (!known) return { slot: { ...remote, id, status: 'free' }, etag }
  const mark = { type: 'Slot', localId: known.local_id } as const
  // It is busy for the appointment that leaves it, and for nobody whose booking has yet to come in.
  const base = { ...remote, status: 'free' as const }
  const reading = await readOurs(context, ourRows(database.reader), { mark, base })
  const isSlot = reading.is === 'body' && reading.body.resourceType === 'Slot'
  return isSlot ? { slot: { ...reading.body, id }, etag } : null
}

function appointmentIn(agreed: Agreed | undefined): Appointment | null {
  if (agreed?.body == null) return null
  const body = readBodyText(agreed.body)
  return body.resourceType === 'Appointment' ? body : null
}
