import type { ConsentChannel, ConsentDecision, ConsentPurpose } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { patientSummaries, type ClinicDay } from '../patients'
import { consentsOf } from './consent-state'
import { wordingIn } from './consent-wording'
import { appendDecision } from './consents.queries'

/** The former system asked in words we do not know. */
const IMPORTED_WORDING = 'imported'

export interface Decision {
  readonly patientId: PatientId
  readonly purpose: ConsentPurpose
  readonly channel: ConsentChannel
  readonly decision: 'given' | 'withdrawn'
}

/**
 * Appends a decision; rows are never changed. The caller writes the access log in the same transaction.
 */
export async function recordDecision(
  transaction: Transaction,
  { patientId, purpose, channel, decision }: Decision,
  { how, actor, day }: { how: ConsentDecision['how']; actor: Actor; day: ClinicDay }
): Promise<void> {
  await appendDecision(transaction, {
    patient_id: patientId,
    purpose,
    channel,
    decision,
    legal_basis: decision === 'given' ? 'consent' : 'none',
    wording_version:
      how === 'import' ? IMPORTED_WORDING : await wordingVersionFor(transaction, patientId, day),
    decided_at: toStoredInstant(day.now),
    how,
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

/** Reminders and codes by SMS, as a register column says; a row that says what holds already appends nothing. */
export async function recordImportedConsents(
  transaction: Transaction,
  decisions: ReadonlyMap<PatientId, 'given' | 'withdrawn'>,
  { actor, day }: { actor: Actor; day: ClinicDay }
): Promise<ReadonlySet<PatientId>> {
  const changed = new Set<PatientId>()
  for (const [patientId, decision] of decisions) {
    const states = await consentsOf(transaction, patientId, day)
    for (const purpose of ['appointment-reminder', 'one-time-code'] as const) {
      const known = states.find((each) => each.purpose === purpose && each.channel === 'sms')
      if (known?.state === decision) continue
      await recordDecision(
        transaction,
        { patientId, purpose, channel: 'sms', decision },
        { how: 'import', actor, day }
      )
      changed.add(patientId)
    }
  }
  return changed
}
