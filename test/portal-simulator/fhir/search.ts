import type { PortalType } from '../../../src-main/core/portal/wire'
import { wantedKey } from './keys'
import { Refusal } from './refusal'
import { instantText, microsOf, type IncomingResource, type Kept } from './resource'
import type { FhirStore } from './store'

const USUAL_COUNT = 100
const MOST_AT_ONCE = 1_000
const BY_KEY: ReadonlySet<string> = new Set(['identifier', 'status', 'schedule', 'slot', 'patient', 'actor'])
/** They say how to answer, not what to find. */
const ABOUT_ANSWER: ReadonlySet<string> = new Set([
  '_count',
  '_sort',
  '_after',
  '_elements',
  '_summary',
  '_format'
])
const SORTS: ReadonlySet<string> = new Set(['_lastUpdated', '_lastUpdated,_id'])

export interface SearchAnswer {
  readonly found: readonly Kept[]
  /** What the next page asks for; null where this is the last. */
  readonly next: URLSearchParams | null
  /** Only the number was asked for. */
  readonly total: number | null
}

/**
 * Finds in the order of the last change, page by page: a page begins after the last change of the one before, so that no
 * resource that stayed as it was is passed over or comes twice.
 * @throws Refusal 400 for what is not understood
 */
export function search(store: FhirStore, type: PortalType, asked: URLSearchParams): SearchAnswer {
  const sort = asked.get('_sort')
  if (sort !== null && !SORTS.has(sort)) throw new Refusal(400, `Sorting by ${sort} is not supported.`)
  const filters = [...asked].filter(([name]) => !ABOUT_ANSWER.has(name)).map(filterOf)
  const after = microsOf(asked.get('_after') ?? '') ?? -1
  const fits = (kept: Kept) => kept.updated > after && filters.every(({ test }) => test(kept))
  const candidates = candidatesFor(store, type, { filters, after })
  if (asked.get('_summary') === 'count') return { found: [], next: null, total: countOf(candidates, fits) }
  const count = countAsked(asked)
  const found: Kept[] = []
  for (const kept of candidates) {
    if (!fits(kept)) continue
    if (found.length === count) return { found, next: nextPage(asked, found.at(-1)), total: null }
    found.push(kept)
  }
  return { found, next: null, total: null }
}

function countOf(candidates: Iterable<Kept>, fits: (kept: Kept) => boolean): number {
  let total = 0
  for (const kept of candidates) if (fits(kept)) total += 1
  return total
}

function countAsked(asked: URLSearchParams): number {
  const count = Number(asked.get('_count') ?? USUAL_COUNT)
  if (!Number.isInteger(count) || count < 0) throw new Refusal(400, '_count is no number.')
  return Math.min(Math.max(count, 1), MOST_AT_ONCE)
}

function nextPage(asked: URLSearchParams, last: Kept | undefined): URLSearchParams {
  const next = new URLSearchParams(asked)
  if (last) next.set('_after', instantText(last.updated))
  return next
}

interface Filter {
  readonly test: (kept: Kept) => boolean
  /** One of these keys every match has. */
  readonly keys?: readonly string[]
  /** Every match has one of these ids. */
  readonly ids?: readonly string[]
  /** No match was changed before. */
  readonly from?: number
}

function filterOf([name, value]: [string, string]): Filter {
  if (name === '_id') {
    const ids = value.split(',')
    return { test: ({ id }) => ids.includes(id), ids }
  }
  if (BY_KEY.has(name)) {
    const keys = value.split(',').map((each) => wantedKey(name, each))
    const wanted = new Set(keys)
    return { test: (kept) => kept.keys.some((key) => wanted.has(key)), keys }
  }
  if (name === '_lastUpdated') {
    const { compare, micros } = comparisonOf(name, value)
    const from = /^g/.test(value) ? micros : 0
    return { test: ({ updated }) => compare(updated, micros), from }
  }
  if (name === 'start') {
    const { compare, micros } = comparisonOf(name, value)
    return { test: ({ body }) => compare(startOf(body), micros) }
  }
  throw new Refusal(400, `Searching by ${name} is not supported.`)
}

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ge: (a, b) => a >= b,
  gt: (a, b) => a > b,
  le: (a, b) => a <= b,
  lt: (a, b) => a < b,
  eq: (a, b) => a === b
}

function comparisonOf(name: string, value: string) {
  const [, prefix = 'eq', text = ''] = /^([a-z]{2})?(.*)$/.exec(value) ?? []
  const compare = COMPARISONS[prefix]
  const micros = microsOf(text)
  if (!compare || micros === null) throw new Refusal(400, `${name}=${value} is not understood.`)
  return { compare, micros }
}

function startOf(body: IncomingResource): number {
  const start = body['start']
  return typeof start === 'string' ? (microsOf(start) ?? NaN) : NaN
}

/** What is looked at: by id or key where one is asked for, else in the order of changes. */
function candidatesFor(
  store: FhirStore,
  type: PortalType,
  { filters, after }: { filters: readonly Filter[]; after: number }
): Iterable<Kept> {
  const ids = filters.find((filter) => filter.ids)?.ids
  if (ids) return inOrder([...new Set(ids)].flatMap((id) => store.find(type, id) ?? []))
  const [fewest] = filters
    .flatMap(({ keys }) => (keys === undefined ? [] : [keys]))
    .map((keys) => keys.flatMap((key) => store.withKey(type, key)))
    .toSorted((a, b) => a.length - b.length)
  if (fewest) return inOrder([...new Set(fewest)])
  return store.since(type, Math.max(after, 0, ...filters.map(({ from }) => from ?? 0)))
}

function inOrder(kept: Kept[]): Kept[] {
  return kept.toSorted((a, b) => a.updated - b.updated)
}
