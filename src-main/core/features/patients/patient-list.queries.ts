import { PatientId, type UserId } from '@contract/ids'
import type { PatientHit } from '@contract/patients'
import type { Country } from '@contract/values'
import { sql } from 'kysely'
import type { Reader } from '../../database/database'
import { literal } from '../../database/literal'
import { toStoredInstant } from '../../platform/clock'
import { staleBefore } from './contact-freshness.rules'
import { inOrderOf, readHits, type HitDay } from './patient-hits.queries'
import { AFTER_EVERY_NAME } from './patient-name.rules'

export type ListFilter = 'all' | 'incomplete' | 'recent' | 'mobile-missing' | 'mobile-stale'

export interface ListQuestion {
  readonly filter: Exclude<ListFilter, 'recent'>
  readonly cursor: string | null
  readonly limit: number
  readonly day: HitDay
  /** By whose alphabet the names are ordered. */
  readonly country: Country
}

export interface PatientPage {
  readonly hits: PatientHit[]
  readonly nextCursor: string | null
  readonly total: number
}

type NameOrder = 'name_sort' | 'name_key'

/** Norway and Denmark have æ, ø and å last and Aa as Å; a Dutch list has accents among their letters, as search does. */
const NAME_ORDERS = { NO: 'name_sort', DK: 'name_sort', NL: 'name_key' } as const satisfies Record<
  Country,
  NameOrder
>

/** Patients by name, page by page; the cursor is the last one's place in that order. */
export async function listPatients(reader: Reader, question: ListQuestion): Promise<PatientPage> {
  const { limit, day, country } = question
  const order = NAME_ORDERS[country]
  const total = await countFiltered(reader, question)
  const after = await readCursor(reader, question.cursor, order)
  let page = selectUnbegun(reader, question, order).where(order, '>', BEFORE_EVERY_NAME).select('id')
  if (after) {
    page = selectUnbegun(reader, question, order)
      .select('id')
      .where(({ eb, or, and }) =>
        or([eb(order, '>', after.name), and([eb(order, '=', after.name), eb('id', '>', after.id)])])
      )
      // The same bound once more, plainly, so that the index is entered at it.
      .where(order, '>=', after.name)
  }
  const rows = await page
    .orderBy(order)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const shown = rows.slice(0, limit)
  const ids = shown.map(({ id }) => id)
  const last = shown.at(-1)
  return {
    hits: inOrderOf(ids, await readHits(reader, ids, { day })),
    nextCursor: rows.length > limit && last ? String(last.id) : null,
    total
  }
}

/** The patients this user opened last, newest first: one page. */
export async function listRecentPatients(
  reader: Reader,
  { userId, limit, day }: { userId: UserId | null; limit: number; day: HitDay }
): Promise<PatientPage> {
  const rows = await reader
    .selectFrom('access_log')
    .select('patient_id')
    .where('action', '=', 'patient.opened')
    .where('user_id', 'is', userId)
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
  const ids = [...new Set(rows.flatMap(({ patient_id }) => (patient_id === null ? [] : [patient_id])))]
  const hits = inOrderOf(ids.slice(0, limit), await readHits(reader, ids.slice(0, limit), { day }))
  return { hits, nextCursor: null, total: hits.length }
}

/** Those deleted have no name. */
const BEFORE_EVERY_NAME = ''

const TALLIES = {
  all: 'everybody',
  incomplete: 'incomplete',
  'mobile-missing': 'mobile_missing'
} as const

/** Kept ready; what depends on the date, by day. */
export async function countFiltered(
  reader: Reader,
  question: Pick<ListQuestion, 'filter' | 'day'>
): Promise<number> {
  if (question.filter === 'mobile-stale') return await countStale(reader, question.day)
  const { total } = await reader
    .selectFrom('patient_tally')
    .select(`${TALLIES[question.filter]} as total`)
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
  return total
}

/**
 * The days before the last of them are summed up; that one is counted up to its hour, in the index of confirmations,
 * which holds the names too.
 */
async function countStale(reader: Reader, day: HitDay): Promise<number> {
  const until = staleText(day)
  const lastDay = until.slice(0, 'yyyy-mm-dd'.length)
  const { earlier } = await reader
    .selectFrom('patient_confirmed_day')
    .select(({ fn }) => fn.coalesce(fn.sum<number>('patients'), sql.lit(0)).as('earlier'))
    .where('day', '<', lastDay)
    .executeTakeFirstOrThrow()
  const { later } = await reader
    .selectFrom('patient')
    .select(({ fn }) => fn.countAll<number>().as('later'))
    .where('mobile_confirmed_at', 'is not', null)
    .where(withoutZ('mobile_confirmed_at'), '>=', lastDay)
    .where(withoutZ('mobile_confirmed_at'), '<=', until)
    .where(nameBeside, '>', BEFORE_EVERY_NAME)
    .where(nameBeside, '<', AFTER_EVERY_NAME)
    .executeTakeFirstOrThrow()
  return earlier + later
}

/** The sign keeps SQLite from counting along the names, where everybody stands. */
const nameBeside = sql<string>`+name_key`

/** The patients of a filter, to be counted or paged through. */
export function selectFiltered(reader: Reader, question: Pick<ListQuestion, 'filter' | 'day'>) {
  return selectUnbegun(reader, question, 'name_key').where('name_key', '>', BEFORE_EVERY_NAME)
}

/** The same without where in the order of names it begins: SQLite enters an index at one bound only. */
function selectUnbegun(
  reader: Reader,
  { filter, day }: Pick<ListQuestion, 'filter' | 'day'>,
  order: NameOrder
) {
  // A merged record stands behind all others in the order of names, and is nobody.
  const patients = reader.selectFrom('patient').where(order, '<', AFTER_EVERY_NAME)
  switch (filter) {
    case 'all':
      return patients
    case 'incomplete':
      return patients.where(({ eb, or }) =>
        or([eb('birth_date', 'is', null), eb('has_number', '=', literal(0))])
      )
    case 'mobile-missing':
      return patients.where('mobile_confirmed_at', 'is', null)
    case 'mobile-stale':
      return patients
        .where('mobile_confirmed_at', 'is not', null)
        .where(withoutZ('mobile_confirmed_at'), '<=', staleText(day))
  }
}

/** Stored moments differ in their decimals: as text they stand in the order of time only without the letter behind. */
const withoutZ = (column: 'mobile_confirmed_at') => sql<string>`rtrim(${sql.ref(column)}, 'Z')`

function staleText({ now, timeZone }: HitDay): string {
  return toStoredInstant(staleBefore(now, timeZone)).replace('Z', '')
}

async function readCursor(
  reader: Reader,
  cursor: string | null,
  order: NameOrder
): Promise<{ id: PatientId; name: string } | null> {
  const id = PatientId.safeParse(Number(cursor))
  if (cursor === null || !id.success) return null
  const row = await reader
    .selectFrom('patient')
    .select(`${order} as name`)
    .where('id', '=', id.data)
    .executeTakeFirst()
  return row ? { id: id.data, name: row.name } : null
}
