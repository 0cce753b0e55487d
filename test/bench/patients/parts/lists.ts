import type { MethodInput } from '../../../../src-preload/contract'
import { measure } from '../../measure'
import type { OpenRegister } from '../open-register'
import type { RegisterPart } from '../part'

type Filter = MethodInput<'patients.list'>['filter']

const FILTERS: readonly Filter[] = ['all', 'incomplete', 'mobile-missing', 'mobile-stale', 'recent']
/** As the page asks for them. */
const PAGE = 100
const CALLS = 20
/** So far into the register lies the deep page. */
const DEEP = 0.9

/** The list of patients, its first page and one that lies nine tenths into the register; and what the rail counts. */
export const lists: RegisterPart = {
  title: 'Lists: a page of 100 patients, tasks',
  async run({ core, call }) {
    const deep = deepCursor(core)
    const rows = []
    for (const filter of FILTERS) {
      for (const [page, cursor] of [
        ['first page', null],
        ['deep page', deep]
      ] as const) {
        if (filter === 'recent' && cursor !== null) continue
        const run = () => call('patients.list', { filter, cursor, limit: PAGE })
        rows.push(await measure({ what: `patients.list, ${filter}, ${page}`, calls: CALLS, run }))
      }
    }
    const count = () => call('tasks.counts', {})
    return [...rows, await measure({ what: 'tasks.counts', calls: CALLS, run: count })]
  }
}

/** A cursor names the patient after whom the page begins. */
function deepCursor({ database }: OpenRegister['core']): string {
  const { count } = database.driver
    .prepare<[], { count: number }>('select count(*) as count from patient')
    .get() ?? { count: 0 }
  const row = database.driver
    .prepare<[number], { id: number }>('select id from patient order by name_key, id limit 1 offset ?')
    .get(Math.floor(count * DEEP))
  return String(row?.id ?? 1)
}
