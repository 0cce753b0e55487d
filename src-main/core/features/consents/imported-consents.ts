import type { PatientId } from '@contract/ids'
import type { Insertable } from 'kysely'
import type { Database, Reader, Transaction } from '../../database/database'
import { insertRows } from '../../database/insert-rows'
import type { ConsentDecisionTable } from '../../database/tables/consents'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { patientSummaries, setReserved, type ClinicDay, type ImportedDecisions } from '../patients'
import { consentOf, mayComeFromList } from './consents.rules'
import { newestDecisions } from './consents.queries'

/** The former system asked in words we do not know. */
const IMPORTED_WORDING = 'imported'

type Decisions = ReadonlyMap<PatientId, ImportedDecisions>
type NewDecision = Pick<
  Insertable<ConsentDecisionTable>,
  'patient_id' | 'purpose' | 'channel' | 'decision' | 'legal_basis'
>

/**
 * Records what a list says of consents; a row that says what holds already appends nothing. A reservation is set by a
 * list and never ended by one, and a list gives nothing back that was withdrawn here, or that the patient has yet to say
 * for himself.
 * @returns those whose state changed
 */
export async function recordImportedConsents(
  transaction: Transaction,
  decisions: Decisions,
  { database, actor, day }: { database: Database; actor: Actor; day: ClinicDay }
): Promise<ReadonlySet<PatientId>> {
  const decided = await newDecisions(transaction, decisions, day)
  const at = toStoredInstant(day.now)
  for (const { patient_id: id, decision } of decided)
    if (decision === 'reserved') await setReserved(transaction, { id, isReserved: true, at })
  const how = {
    wording_version: IMPORTED_WORDING,
    decided_at: at,
    how: 'import' as const,
    signed_on: null,
    undoes: null
  }
  insertRows(
    database,
    'consent_decision',
    decided.map((row) => ({ ...row, ...how, user_id: actor.userId }))
  )
  return new Set(decided.map(({ patient_id }) => patient_id))
}

/** Those whose state the same list would change, with nothing written. */
export async function changedByImportedConsents(
  reader: Reader,
  decisions: Decisions,
  day: ClinicDay
): Promise<ReadonlySet<PatientId>> {
  return new Set((await newDecisions(reader, decisions, day)).map(({ patient_id }) => patient_id))
}

async function newDecisions(reader: Reader, decisions: Decisions, day: ClinicDay): Promise<NewDecision[]> {
  if (decisions.size === 0) return []
  const ids = [...decisions.keys()]
  const patients = await patientSummaries(reader, ids, day.today)
  const newest = new Map(
    (await newestDecisions(reader, ids)).map((row) => [`${row.patientId} ${row.purpose} ${row.channel}`, row])
  )
  return [...decisions].flatMap(([patient_id, { consents, isReserved }]) => {
    const patient = patients.get(patient_id)
    if (!patient) return []
    const isNew = ({ purpose, channel, decision }: ImportedDecisions['consents'][number]) => {
      const known = newest.get(`${patient_id} ${purpose} ${channel}`) ?? null
      const { state } = consentOf({ purpose, channel }, known, { patient, day })
      return state !== decision && mayComeFromList(decision, known)
    }
    const decided = consents.filter(isNew).map(({ purpose, channel, decision }): NewDecision => ({
      ...{ patient_id, purpose, channel, decision },
      legal_basis: decision === 'given' ? 'consent' : 'none'
    }))
    return isReserved === true && !patient.isReserved ? [...decided, reservation(patient_id)] : decided
  })
}

const reservation = (patient_id: PatientId): NewDecision => ({
  ...{ patient_id, purpose: null, channel: null, decision: 'reserved', legal_basis: 'none' }
})
