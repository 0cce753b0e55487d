import type { ClinicianId, PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Reader } from '../../database/database'
import type { ClinicDay } from './clinic-day'
import type { ExportSpan } from './export-page'
import { countFiltered, selectFiltered, type ListFilter } from './patient-list.queries'

type Filter = Exclude<ListFilter, 'recent'>

export async function idsOfSpan(
  reader: Reader,
  { filter, day, after, upTo }: ExportSpan
): Promise<PatientId[]> {
  const rows = await selectFiltered(reader, { filter, day })
    .select('id')
    .where(sql<boolean>`${sql.ref('id')} between ${after + 1} and ${upTo}`)
    .orderBy('id')
    .limit(1_000)
    .execute()
  return rows.map(({ id }) => id)
}

/** How many patients a filter lets through, and the highest id there is. */
export async function countForExport(
  reader: Reader,
  { filter, day }: { filter: Filter; day: ClinicDay }
): Promise<{ patients: number; lastId: number }> {
  const patients = await countFiltered(reader, { filter, day })
  const last = await reader
    .selectFrom('patient')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { patients, lastId: last?.id ?? 0 }
}

/** Who works or worked at the clinic. */
export async function clinicianNames(reader: Reader): Promise<ReadonlyMap<ClinicianId, string>> {
  const rows = await reader.selectFrom('clinician').select(['id', 'name']).orderBy('id').limit(500).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
