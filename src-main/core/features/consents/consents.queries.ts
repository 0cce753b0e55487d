import type { ConsentChannel, ConsentDecision, ConsentPurpose } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import { expressionBuilder, type Insertable, type RawBuilder, type Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { preparedListed } from '../../database/prepared-listed'
import type { Tables } from '../../database/tables'
import type { ConsentDecisionTable } from '../../database/tables/consents'
import { wordingRead } from './consent-wording'

const LONGEST_HISTORY = 1_000

export interface DecisionRow {
  readonly patientId: PatientId
  readonly purpose: ConsentPurpose | null
  readonly channel: ConsentChannel | null
  readonly decision: ConsentDecision['decision']
  readonly decidedAt: string
  readonly saidAt: string
  readonly signedOn: string | null
}

/** Twelve of each patient at most, six purposes by two channels, and the patients of the largest day. */
const MOST_DECISIONS = 100_000

const { exists, not, selectFrom } = expressionBuilder<Tables, 'consent_decision'>()

/** A decision that came with a merged record, or whose owner was settled when a merge was undone, is not its row's. */
const hasNoOtherOwner = not(
  exists(
    selectFrom('consent_decision_owner')
      .select('consent_decision_owner.id')
      .whereRef('consent_decision_owner.decision_id', '=', 'consent_decision.id')
  )
)

const newestOf = preparedListed((reader, patientIds: RawBuilder<PatientId>) =>
  reader
    .selectFrom('consent_decision')
    .select(['id', 'patient_id', 'purpose', 'channel', 'decision', 'decided_at', 'signed_on', 'undoes'])
    .where(
      'id',
      'in',
      reader
        .selectFrom('consent_decision')
        .select(({ fn }) => fn.max('id').as('newest'))
        .where('patient_id', 'in', patientIds)
        .where('purpose', 'is not', null)
        .where(hasNoOtherOwner)
        .groupBy(['patient_id', 'purpose', 'channel'])
    )
    .orderBy('id')
    .limit(MOST_DECISIONS)
)

/** Those that are these patients' by a merge. */
const ownedBy = preparedListed((reader, patientIds: RawBuilder<PatientId>) =>
  reader
    .selectFrom('consent_decision_owner')
    .innerJoin('consent_decision', 'consent_decision.id', 'consent_decision_owner.decision_id')
    .select([
      'consent_decision.id',
      'consent_decision_owner.patient_id',
      'consent_decision.purpose',
      'consent_decision.channel',
      'consent_decision.decision',
      'consent_decision.decided_at',
      'consent_decision.signed_on',
      'consent_decision.undoes'
    ])
    .where('consent_decision_owner.patient_id', 'in', patientIds)
    .where('consent_decision.purpose', 'is not', null)
    .orderBy('consent_decision.id')
    .limit(MOST_DECISIONS)
)

/** The newest row of each purpose and channel of these patients; reservations are kept at the patient. */
export async function newestDecisions(
  reader: Reader,
  patientIds: readonly PatientId[]
): Promise<DecisionRow[]> {
  const rows = await newestOf(reader, patientIds, {})
  const owned = await ownedBy(reader, patientIds, {})
  const decisions: DecisionRow[] = []
  for (const row of owned.length === 0 ? rows : newestOfEach([...rows, ...owned])) {
    const first = row.undoes === null ? row : ((await restoredBy(reader, row)) ?? row)
    decisions.push({
      patientId: row.patient_id,
      purpose: row.purpose,
      channel: row.channel,
      decision: row.decision,
      decidedAt: row.decided_at,
      saidAt: first.decided_at,
      signedOn: first.signed_on
    })
  }
  return decisions
}

type Restoring = Pick<StoredDecision, 'patient_id' | 'purpose' | 'channel' | 'undoes'>

/** What was said before the mistake that a row takes back, however many were taken back before it; null: nothing. */
async function restoredBy(
  reader: Reader,
  { patient_id, purpose, channel, undoes }: Restoring
): Promise<StoredDecision | null> {
  let mistaken = undoes
  while (mistaken !== null) {
    const row = await selectDecisions(reader)
      .where('id', 'in', decisionsOf(reader, patient_id))
      .where('purpose', '=', purpose)
      .where('channel', '=', channel)
      .where('id', '<', mistaken)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!row) return null
    if (row.undoes === null) return row
    mistaken = row.undoes
  }
  return null
}

function newestOfEach<
  Row extends { id: number; patient_id: PatientId; purpose: string | null; channel: string | null }
>(rows: readonly Row[]): Row[] {
  const inOrder = [...rows].sort((one, other) => one.id - other.id)
  return [...new Map(inOrder.map((row) => [`${row.patient_id} ${row.purpose} ${row.channel}`, row])).values()]
}

/** The rows that count as this patient's: own ones, and those of records that were merged into this one. */
export function decisionsOf(reader: Reader, patientId: PatientId) {
  return reader
    .selectFrom('consent_decision')
    .select('consent_decision.id')
    .where('consent_decision.patient_id', '=', patientId)
    .where(hasNoOtherOwner)
    .union(
      reader
        .selectFrom('consent_decision_owner')
        .select('consent_decision_owner.decision_id as id')
        .where('consent_decision_owner.patient_id', '=', patientId)
    )
}

export async function appendDecision(
  transaction: Transaction,
  row: Insertable<ConsentDecisionTable>
): Promise<number> {
  const { id } = await transaction
    .insertInto('consent_decision')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export type StoredDecision = Selectable<ConsentDecisionTable>

/**
 * The last two rows of a patient's purpose and channel, the newest first: what holds, and what held before it.
 */
export async function lastTwo(
  reader: Reader,
  { patientId, purpose, channel }: DecisionKey
): Promise<StoredDecision[]> {
  return await selectDecisions(reader)
    .where('id', 'in', decisionsOf(reader, patientId))
    .where('purpose', '=', purpose)
    .where('channel', '=', channel)
    .orderBy('id', 'desc')
    .limit(2)
    .execute()
}

export interface DecisionKey {
  readonly patientId: PatientId
  readonly purpose: ConsentPurpose
  readonly channel: ConsentChannel
}

/** What was last said of a purpose and channel, without what was a mistake and taken back. */
export async function lastSaid(reader: Reader, key: DecisionKey): Promise<StoredDecision | null> {
  const [row] = await lastSaidOf(reader, key, 1)
  return row ?? null
}

/** The same with what was said before it, the newest first. */
export async function lastSaidOf(
  reader: Reader,
  { patientId, purpose, channel }: DecisionKey,
  limit: number
): Promise<StoredDecision[]> {
  return await selectDecisions(reader)
    .where('id', 'in', decisionsOf(reader, patientId))
    .where('purpose', '=', purpose)
    .where('channel', '=', channel)
    .where('undoes', 'is', null)
    .where('id', 'not in', ({ selectFrom }) =>
      selectFrom('consent_decision as undoing')
        .select(({ ref }) => ref('undoing.undoes').$notNull().as('id'))
        .where('undoing.id', 'in', decisionsOf(reader, patientId))
        .where('undoing.undoes', 'is not', null)
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export async function findDecision(reader: Reader, id: number): Promise<StoredDecision | null> {
  return (await selectDecisions(reader).where('id', '=', id).executeTakeFirst()) ?? null
}

function selectDecisions(reader: Reader) {
  return reader
    .selectFrom('consent_decision')
    .select([
      'id',
      'patient_id',
      'purpose',
      'channel',
      'decision',
      'legal_basis',
      'wording_version',
      'decided_at',
      'how',
      'signed_on',
      'undoes',
      'user_id'
    ])
}

/** Newest first, with those of records that were merged into this one. */
export async function decisionHistory(
  reader: Reader,
  patientId: PatientId
): Promise<Omit<ConsentDecision, 'lapse'>[]> {
  const rows = await reader
    .selectFrom('consent_decision')
    .leftJoin('user', 'user.id', 'consent_decision.user_id')
    .leftJoin('consent_question', 'consent_question.decision_id', 'consent_decision.id')
    .leftJoin('message', 'message.id', 'consent_question.message_id')
    .select([
      'consent_decision.id',
      'consent_decision.purpose',
      'consent_decision.channel',
      'consent_decision.decision',
      'consent_decision.legal_basis',
      'consent_decision.wording_version',
      'consent_decision.decided_at',
      'consent_decision.how',
      'consent_decision.signed_on',
      'consent_decision.undoes',
      'message.sent_at as asked_at',
      'user.name as user_name'
    ])
    .where('consent_decision.id', 'in', decisionsOf(reader, patientId))
    .orderBy('consent_decision.id', 'desc')
    .limit(LONGEST_HISTORY)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    purpose: row.purpose,
    channel: row.channel,
    decision: row.decision,
    legalBasis: row.legal_basis,
    wordingVersion: row.wording_version,
    wording: wordingRead(row.wording_version, row.purpose),
    decidedAt: row.decided_at,
    how: row.how,
    askedAt: row.asked_at,
    signedOn: row.signed_on,
    undoes: row.undoes,
    byUser: row.user_name
  }))
}
