import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { cameWithMerge } from './moves.queries'
import { MOST_OF_A_KIND, ROW, type Look } from './since-look'

/** Decisions that count as this record's and were made since. */
export const decisions: Look = async (reader, { patientId, above }) => {
  const rows = await reader
    .selectFrom('consent_decision')
    .select(['id', 'decided_at', 'decision', 'purpose', 'channel'])
    .where('id', 'in', ownSince(reader, patientId, above).union(givenSince(reader, patientId, above)))
    .orderBy('id')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => ({
    ...ROW,
    kind: 'consent',
    table: 'consent_decision',
    id: row.id,
    at: row.decided_at,
    text: [row.purpose, row.channel].filter((part) => part !== null).join(' '),
    code: row.decision,
    // Whoever of the two it was that said no, nothing is sent against it.
    suggested: row.decision === 'withdrawn' || row.decision === 'reserved' ? 'both' : 'survivor'
  }))
}

function ownSince(reader: Reader, patientId: PatientId, above: number) {
  return reader
    .selectFrom('consent_decision')
    .select('consent_decision.id')
    .where('consent_decision.patient_id', '=', patientId)
    .where('consent_decision.id', '>', above)
    .where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom('consent_decision_owner')
            .select('consent_decision_owner.id')
            .whereRef('consent_decision_owner.decision_id', '=', 'consent_decision.id')
        )
      )
    )
}

/**
 * Those that were made the record's when another merge into it was undone. What came with a merge that stands is not the
 * record's to give away.
 */
function givenSince(reader: Reader, patientId: PatientId, above: number) {
  return reader
    .selectFrom('consent_decision_owner as owner')
    .innerJoin('patient_merge', 'patient_merge.id', 'owner.merge_id')
    .select('owner.decision_id as id')
    .where('owner.patient_id', '=', patientId)
    .where('owner.decision_id', '>', above)
    .where('patient_merge.undone_at', 'is not', null)
    .where(({ not }) => not(cameWithMerge(patientId)))
}
