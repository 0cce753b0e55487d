import type { ConsentChoice, RecordedConsents } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { setReserved, type ClinicDay } from '../patients'
import { consentsOf } from './consent-state'
import { appendDecision, findDecision, lastSaid, lastTwo, type StoredDecision } from './consents.queries'
import { isOvertaken } from './consents.rules'
import { recordDecision, wordingVersionFor, type DecisionSource } from './record-decision'

/** What a change of consent did to the messages that wait for a patient. */
export interface QueueChange {
  readonly stopped: number
  readonly revived: number
  /** Tells the open windows and whoever sends; called when the transaction is on disk. */
  announce(): void
}

/** The messages that wait; they belong to a feature after this one. */
export interface ConsentQueue {
  /** Stops what may no longer leave, and lets what was stopped for want of consent wait again where it may. */
  settle(transaction: Transaction, patientId: PatientId): Promise<QueueChange>
  /** How many such decisions would stop, and how many a reservation. */
  preview(
    reader: Reader,
    patientId: PatientId,
    decisions: readonly ConsentChoice[]
  ): Promise<{ count: number; ifReserved: number }>
}

export interface Decided {
  readonly recorded: RecordedConsents
  /** After the commit. */
  announce(): void
}

export interface DecideDependencies {
  readonly audit: Audit
  readonly queue: ConsentQueue
}

/**
 * Records what a patient has decided, wherever it was said: at the desk, on paper, in the portal. What waits and may no
 * longer leave is stopped in the same transaction.
 * @throws AppError `not-found`, `signed-in-future`, `signed-before-newer` where the patient has said otherwise since
 */
export async function decide(
  { audit, queue }: DecideDependencies,
  transaction: Transaction,
  {
    patientId,
    decisions,
    ...source
  }: DecisionSource & { patientId: PatientId; decisions: readonly ConsentChoice[] }
): Promise<Decided> {
  const { how, signedOn, actor, day } = source
  await consentsOf(transaction, patientId, day)
  if (signedOn != null && Temporal.PlainDate.compare(signedOn, day.today) > 0)
    throw new AppError('signed-in-future')
  const decisionIds: number[] = []
  for (const choice of await withoutOvertaken(transaction, { patientId, decisions, signedOn, day }))
    decisionIds.push(await recordDecision(transaction, { patientId, ...choice }, source))
  const said = decisions.map((each) => `${each.purpose} ${each.channel} ${each.decision}`).join(', ')
  const detail = how === 'desk' ? said : `${said} (${how})`
  await audit.record(transaction, actor, { action: 'consent.recorded', patientId, detail })
  return await settled(queue, transaction, { patientId, day, decisionIds })
}

/** What of a form still says something: a newer decision stands, and where it says otherwise the form is refused. */
async function withoutOvertaken(
  reader: Reader,
  {
    patientId,
    decisions,
    signedOn,
    day
  }: {
    patientId: PatientId
    decisions: readonly ConsentChoice[]
    signedOn: DecisionSource['signedOn']
    day: ClinicDay
  }
): Promise<readonly ConsentChoice[]> {
  if (signedOn == null) return decisions
  const counting: ConsentChoice[] = []
  for (const choice of decisions) {
    const standing = await lastSaid(reader, { patientId, ...choice })
    if (!isOvertaken(Temporal.PlainDate.from(signedOn), standing && toNewest(standing), day))
      counting.push(choice)
    else if (standing?.decision !== choice.decision) throw new AppError('signed-before-newer')
  }
  return counting
}

const toNewest = ({ decided_at, signed_on }: StoredDecision) => ({
  saidAt: decided_at,
  signedOn: signed_on
})

/**
 * Takes back decisions recorded by mistake, each with a new row that says what held before.
 * @throws AppError `not-found`, `consent-newer`
 */
export async function takeBack(
  { audit, queue }: DecideDependencies,
  transaction: Transaction,
  {
    patientId,
    decisionIds,
    actor,
    day
  }: { patientId: PatientId; decisionIds: readonly number[]; actor: Actor; day: ClinicDay }
): Promise<Decided> {
  const newIds: number[] = []
  const said: string[] = []
  for (const id of [...decisionIds].sort((a, b) => b - a)) {
    const mistaken = await findDecision(transaction, id)
    if (mistaken?.patient_id !== patientId || mistaken.purpose === null || mistaken.channel === null)
      throw new AppError('not-found')
    const { purpose, channel } = mistaken
    const [newest, before] = await lastTwo(transaction, { patientId, purpose, channel })
    if (newest?.id !== id || newest.undoes !== null) throw new AppError('consent-newer')
    newIds.push(
      await appendDecision(transaction, {
        patient_id: patientId,
        purpose,
        channel,
        decision: before?.decision ?? 'undecided',
        legal_basis: before?.legal_basis ?? 'none',
        wording_version: before?.wording_version ?? mistaken.wording_version,
        decided_at: toStoredInstant(day.now),
        how: 'desk',
        signed_on: null,
        undoes: id,
        user_id: actor.userId
      })
    )
    said.push(`${purpose} ${channel}`)
  }
  await audit.record(transaction, actor, { action: 'consent.taken-back', patientId, detail: said.join(', ') })
  return await settled(queue, transaction, { patientId, day, decisionIds: newIds })
}

/** Against every digital message, or no longer. Nothing is recorded where it is so already. */
export async function reserve(
  { audit, queue }: DecideDependencies,
  transaction: Transaction,
  {
    patientId,
    isReserved,
    actor,
    day
  }: { patientId: PatientId; isReserved: boolean; actor: Actor; day: ClinicDay }
): Promise<Decided> {
  const at = toStoredInstant(day.now)
  const decisionIds: number[] = []
  if (await setReserved(transaction, { id: patientId, isReserved, at })) {
    const id = await appendDecision(transaction, {
      patient_id: patientId,
      purpose: null,
      channel: null,
      decision: isReserved ? 'reserved' : 'reservation-ended',
      legal_basis: 'none',
      wording_version: await wordingVersionFor(transaction, patientId, day),
      decided_at: at,
      how: 'desk',
      signed_on: null,
      undoes: null,
      user_id: actor.userId
    })
    decisionIds.push(id)
    const action = isReserved ? 'consent.reserved' : 'consent.reservation-ended'
    await audit.record(transaction, actor, { action, patientId })
  }
  return await settled(queue, transaction, { patientId, day, decisionIds })
}

async function settled(
  queue: ConsentQueue,
  transaction: Transaction,
  { patientId, day, decisionIds }: { patientId: PatientId; day: ClinicDay; decisionIds: number[] }
): Promise<Decided> {
  const { stopped, revived, announce } = await queue.settle(transaction, patientId)
  const consents = await consentsOf(transaction, patientId, day)
  return { recorded: { consents, decisionIds, stopped, revived }, announce }
}
