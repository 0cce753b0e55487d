import type { Appointment } from '@medplum/fhirtypes'
import type { PortalAnswer } from '../../portal'
import { findAgreed, type Agreed } from './agreed.queries'
import { isLive, meaningOf } from './answers.rules'
import { identifierOf, token, type SyncContext } from './context'
import { bury, markInDoubt, putOff } from './ending'
import { distrustSlots, holdSlots, isWhole } from './half-applied'
import type { AppointmentThen } from './kind'
import { meetAppointment } from './meet-appointment'
import type { Operation } from './operations.queries'
import { ourRows } from './our-rows'
import { asRemote, readBodyText } from './resource-shape'
import { isSameContent } from './same-content.rules'
import { isOver } from './since-sent'
import { appointmentIn, endAsConflict, endAsNothing } from './step-ends'
import { asAppointment, bundleOf, inBundles, named, planSlots, type SlotWrite } from './step-plan.rules'
import { mayTake, released, waitForSlot } from './step-slots'
import { takeIn } from './take-in'
import { thenOf } from './then'
import { waitFor } from './wait-for'
import { wasApplied } from './was-applied'

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
  const isNothing =
    next === null ||
    (base === null && !isLive(next.status)) ||
    (await isOver(context, operation, { base, next })) ||
    (base !== null && isSameContent(base, next))
  if (isNothing) return await endAsNothing(context, operation, { base, body: next })
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
  return await send(context, operation, { shut, last, agreed, base, next })
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
  readonly base: Appointment | null
  readonly next: Appointment
}

async function send(
  context: SyncContext,
  operation: Operation,
  { shut, last, agreed, base, next }: StepWrites
): Promise<'ended' | 'again'> {
  const { fhir, signal } = context
  const etag = agreed?.etag ?? null
  if (agreed && etag === null) return 'again'
  const own = token(identifierOf(context, { type: 'Appointment', localId: operation.local_id }))
  const body = named(next, operation.op_id)
  const appointment = { body, id: agreed?.remote_id ?? null, etag, opId: operation.op_id, own }
  const writes = [...shut.flat(), ...last]
  const etags = Object.fromEntries(writes.map(({ slot, etag: version }) => [`Slot/${slot.id}`, version]))
  const bundle = bundleOf(last, appointment)
  const reading = { base, body: next }
  if (!(await markInDoubt(context, operation, { body: bundle, etags, reading }))) return 'again'
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
