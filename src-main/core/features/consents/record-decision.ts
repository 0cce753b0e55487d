import type { ConsentChoice, ConsentDecision, ConsentPurpose } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import type { Database, Transaction } from '../../database/database'
import { insertRows } from '../../database/insert-rows'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { patientSummaries, type ClinicDay } from '../patients'
import { wordingIn } from './consent-wording'
import { consentOf } from './consents.rules'
import { appendDecision, newestDecisions } from './consents.queries'

/** The former system asked in words we do not know. */
const IMPORTED_WORDING = 'imported'

export interface Decision extends ConsentChoice {
  readonly patientId: PatientId
}

export interface DecisionSource {
  readonly how: Exclude<ConsentDecision['how'], 'import'>
  /** The day beside the signature; of a form on paper only. */
  readonly signedOn?: CivilDate | null
  readonly actor: Actor
  readonly day: ClinicDay
}

/**
 * Appends a decision; rows are never changed. The caller writes the access log in the same transaction.
 * @returns the new row's id
 */
export async function recordDecision(
  transaction: Transaction,
  { patientId, purpose, channel, decision }: Decision,
  { how, signedOn = null, actor, day }: DecisionSource
): Promise<number> {
  return await appendDecision(transaction, {
    patient_id: patientId,
    purpose,
    channel,
    decision,
    legal_basis: decision === 'given' ? 'consent' : 'none',
    wording_version: await wordingVersionFor(transaction, patientId, day),
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

const IMPORTED_PURPOSES = ['appointment-reminder', 'one-time-code'] as const

/** Reminders and codes by SMS, as a register column says; a row that says what holds already appends nothing. */
export async function recordImportedConsents(
  transaction: Transaction,
  decisions: ReadonlyMap<PatientId, 'given' | 'withdrawn'>,
  { database, actor, day }: { database: Database; actor: Actor; day: ClinicDay }
): Promise<ReadonlySet<PatientId>> {
  const ids = [...decisions.keys()]
  const patients = await patientSummaries(transaction, ids, day.today)
  const newest = new Map(
    (await newestDecisions(transaction, ids)).map((row) => [
      `${row.patientId} ${row.purpose} ${row.channel}`,
      row
    ])
  )
  const rows = [...decisions].flatMap(([patient_id, decision]) => {
    const patient = patients.get(patient_id)
    if (!patient) return []
    const isNew = (purpose: ConsentPurpose) => {
      const known = newest.get(`${patient_id} ${purpose} sms`) ?? null
      return consentOf({ purpose, channel: 'sms' }, known, { patient, day }).state !== decision
    }
    return IMPORTED_PURPOSES.filter(isNew).map((purpose) => ({
      patient_id,
      purpose,
      channel: 'sms' as const,
      decision,
      legal_basis: decision === 'given' ? ('consent' as const) : ('none' as const),
      wording_version: IMPORTED_WORDING,
      decided_at: toStoredInstant(day.now),
      how: 'import' as const,
      signed_on: null,
      undoes: null,
      user_id: actor.userId
    }))
  })
  insertRows(database, 'consent_decision', rows)
  return new Set(rows.map((row) => row.patient_id))
}
