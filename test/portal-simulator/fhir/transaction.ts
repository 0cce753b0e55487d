import { z } from 'zod'
import { PortalType } from '../../../src-main/core/portal/wire'
import { IncomingResource, type Kept } from './resource'
import { Refusal } from './refusal'
import { search } from './search'
import type { Author, FhirStore } from './store'

const MOST_ENTRIES = 1_000

const Entry = z.looseObject({
  fullUrl: z.string().optional(),
  resource: IncomingResource.optional(),
  request: z.looseObject({
    method: z.string(),
    url: z.string(),
    ifMatch: z.string().optional(),
    ifNoneExist: z.string().optional()
  })
})
export type Entry = z.infer<typeof Entry>

export const IncomingBundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  type: z.enum(['transaction', 'batch']),
  entry: z.array(Entry).max(MOST_ENTRIES).default([])
})
export type IncomingBundle = z.infer<typeof IncomingBundle>

export interface WriteOptions {
  readonly author: Author
  /** A server that does not know the header. */
  readonly ignoresIfMatch?: boolean
  /** A server that leaves the first half of a transaction that failed. */
  readonly isHalfApplied?: boolean
}

export interface Written {
  readonly status: 200 | 201
  readonly kept: Kept
}

/** @throws Refusal of the first entry that cannot be */
export function runTransaction(store: FhirStore, bundle: IncomingBundle, options: WriteOptions): Written[] {
  return store.commit(
    options.author,
    () => {
      const plans = bundle.entry.map((entry) => planOf(store, entry))
      const targets = new Map(plans.flatMap(({ fullUrl, target }) => (fullUrl ? [[fullUrl, target]] : [])))
      const middle = Math.ceil(plans.length / 2)
      return plans.map((plan, index) => {
        if (options.isHalfApplied && index === middle) throw new Refusal(500, 'The server broke off.')
        return run(store, { ...plan, body: resolved(plan.body, targets) }, options)
      })
    },
    { isWhole: !options.isHalfApplied }
  )
}

/** One entry by itself, as a batch has it. @throws Refusal */
export function runEntry(store: FhirStore, entry: Entry, options: WriteOptions): Written {
  return store.commit(options.author, () => run(store, planOf(store, entry), options))
}

interface Plan {
  readonly fullUrl: string | undefined
  readonly body: IncomingResource
  readonly id: string
  /** `Patient/1` */
  readonly target: string
  /** What `ifNoneExist` found: it is answered, and nothing is made. */
  readonly existing: Kept | null
  readonly ifMatch: string | null
  readonly isCreate: boolean
}

function planOf(store: FhirStore, { fullUrl, resource, request }: Entry): Plan {
  const { type, id } = addressOf(request.url)
  if (!resource) throw new Refusal(400, `${request.method} ${request.url} has no resource.`)
  if (resource.resourceType !== type)
    throw new Refusal(400, `A ${resource.resourceType} does not go to ${request.url}.`)
  const plan = { fullUrl, body: resource, ifMatch: request.ifMatch ?? null }
  if (request.method === 'POST' && id === null) {
    const existing = request.ifNoneExist === undefined ? null : theOne(store, type, request.ifNoneExist)
    const given = existing?.id ?? store.freshId(type)
    return { ...plan, id: given, target: `${type}/${given}`, existing, isCreate: true }
  }
  if (request.method !== 'PUT' || id === null)
    throw new Refusal(400, `${request.method} ${request.url} is not supported.`)
  if (resource.id !== undefined && resource.id !== id)
    throw new Refusal(400, `The resource's id is not the one of ${request.url}.`)
  return { ...plan, id, target: `${type}/${id}`, existing: null, isCreate: false }
}

/** The match of a conditional create; null where there is none. @throws Refusal 412 where there are more */
export function theOne(store: FhirStore, type: PortalType, query: string): Kept | null {
  const { found } = search(store, type, new URLSearchParams(query))
  if (found.length > 1) throw new Refusal(412, `${found.length} resources match ${query}.`)
  return found[0] ?? null
}

function addressOf(url: string): { type: PortalType; id: string | null } {
  const [, name, id] = /^\/?([A-Za-z]+)(?:\/([A-Za-z0-9\-.]{1,64}))?$/.exec(url) ?? []
  const type = PortalType.safeParse(name)
  if (!type.success) throw new Refusal(400, `${url} is no address of a transaction.`)
  return { type: type.data, id: id ?? null }
}

function run(store: FhirStore, plan: Plan, options: WriteOptions): Written {
  if (plan.existing) return { status: 200, kept: plan.existing }
  if (plan.isCreate) return { status: 201, kept: store.put(plan.body, plan.id, 1) }
  const ifMatch = options.ignoresIfMatch ? null : plan.ifMatch
  return { status: 200, kept: store.update(options.author, { ...plan.body, id: plan.id }, ifMatch) }
}

/** The body with `urn:uuid:` references put right. */
function resolved(body: IncomingResource, targets: ReadonlyMap<string, string>): IncomingResource {
  if (targets.size === 0) return body
  return IncomingResource.parse(withTargets(body, targets))
}

function withTargets(value: unknown, targets: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => withTargets(each, targets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === 'reference' && typeof inner === 'string'
        ? [key, targets.get(inner) ?? inner]
        : [key, withTargets(inner, targets)]
    )
  )
}
