import type { ConsentChoice, ConsentDecision } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { patientSummaries, type ClinicDay } from '../patients'
import { wordingIn } from './consent-wording'
import { appendDecision } from './consents.queries'

export interface Decision extends ConsentChoice {
  readonly patientId: PatientId
}

export interface DecisionSource {
  readonly how: Exclude<ConsentDecision['how'], 'import'>
  /** The day beside the signature; of a form on paper only. */
  readonly signedOn?: CivilDate | null
  readonly actor: Actor
  readonly day: ClinicDay
  /** Of words that were read elsewhere; else those of today in the patient's language. */
  readonly wordingVersion?: string
}

/**
 * Appends a decision; rows are never changed. The caller writes the access log in the same transaction.
 * @returns the new row's id
 */
export async function recordDecision(
  transaction: Transaction,
  { patientId, purpose, channel, decision }: Decision,
  { how, signedOn = null, actor, day, wordingVersion }: DecisionSource
): Promise<number> {
  return await appendDecision(transaction, {
    patient_id: patientId,
    purpose,
    channel,
    decision,
    legal_basis: decision === 'given' ? 'consent' : 'none',
    wording_version: wordingVersion ?? (await wordingVersionFor(transaction, patientId, day)),
    decided_at: toStoredInstant(day.now),
    how,
    signed_on: signedOn,
    undoes: null,
    user_id: actor.userId
  })
}

export async function wordingVersionFor(
  transaction: Transaction,
  patientId: PatientId,
  day: ClinicDay
): Promise<string> {
  const patient = (await patientSummaries(transaction, [patientId], day.today)).get(patientId)
  return wordingIn(patient?.language ?? day.language).version
}
