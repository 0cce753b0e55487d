import type { PatientId } from '@contract/ids'
import type { IdentifierType } from '@contract/patients'
import type { Reader } from '../../database/database'
import { isForeignType } from '../patients'
import { predecessorOf, type NumberChange } from './changes-since.rules'
import { MOST_OF_A_KIND, ROW, type Look } from './since-look'
import { keyOf } from './since.rules'

/** Numbers that the record got since. What replaced or corrected another is whose that one was. */
export const identifiers: Look = async (reader, { patientId, above }) => {
  const rows = await reader
    .selectFrom('patient_identifier')
    .select(['id', 'type', 'value', 'status'])
    .where('patient_id', '=', patientId)
    .where(({ eb, ref }) => eb(ref('id').$castTo<number>(), '>', above))
    .orderBy('id')
    .limit(MOST_OF_A_KIND)
    .execute()
  const changes = await numberChanges(reader, patientId)
  const standing = new Set<number>(rows.map(({ id }) => id))
  return rows.map((row) => {
    const before = predecessorOf(row.id, changes, (id) => id <= above || standing.has(id))
    return {
      ...ROW,
      kind: 'identifier',
      table: 'patient_identifier',
      id: row.id,
      at: null,
      text: row.value,
      code: row.type,
      isCurrent: row.status === 'in-use' && !isForeignType(row.type),
      parents: before === null ? [] : [keyOf('patient_identifier', before)]
    }
  })
}

/** What became of the record's numbers, in order. */
export async function numberChanges(reader: Reader, patientId: PatientId): Promise<NumberChange[]> {
  const rows = await reader
    .selectFrom('identifier_change')
    .select([
      'id',
      'old_identifier_id',
      'old_type',
      'old_value',
      'old_status',
      'new_identifier_id',
      'new_type',
      'new_value',
      'undone_at'
    ])
    .where('patient_id', '=', patientId)
    .orderBy('id')
    .limit(MOST_OF_A_KIND)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    before: row.old_identifier_id,
    after: row.new_identifier_id,
    valueBefore: row.old_status === 'in-use' && isNational(row.old_type) ? row.old_value : null,
    valueAfter: row.old_status !== 'ceased' && isNational(row.new_type) ? row.new_value : null,
    isUndone: row.undone_at !== null
  }))
}

const isNational = (type: IdentifierType | null): boolean => type !== null && !isForeignType(type)
