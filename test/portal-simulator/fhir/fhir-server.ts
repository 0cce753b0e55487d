import { PortalType } from '../../../src-main/core/portal/wire'
import type { Answer, Call } from '../call'
import { outcomeOf, Refusal } from './refusal'
import { etagOf, IncomingResource, type Kept } from './resource'
import { search } from './search'
import type { FhirStore } from './store'
import {
  IncomingBundle,
  runEntry,
  runTransaction,
  theOne,
  type WriteOptions,
  type Written
} from './transaction'

const FHIR_JSON = 'application/fhir+json; charset=utf-8'

/** What `{base}/fhir` answers to one request of a client that may ask. */
export function answerFhir(store: FhirStore, call: Call, options: WriteOptions): Answer {
  try {
    return answer(store, call, options)
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error)
    throw error
  }
}

export function refusalAnswer(refusal: Refusal): Answer {
  return { status: refusal.status, headers: { 'content-type': FHIR_JSON }, body: outcomeOf(refusal) }
}

function answer(store: FhirStore, call: Call, options: WriteOptions): Answer {
  const [name, id] = call.path.split('/').slice(2)
  if (name === undefined || name === '') return answerBundle(store, call, options)
  const type = PortalType.safeParse(name)
  if (!type.success) throw new Refusal(404, `${name} is not kept here.`)
  const on = `${call.method} ${id === undefined ? 'type' : 'instance'}`
  if (on === 'GET type') return searchAnswer(store, type.data, call)
  if (call.method === 'POST' && id === '_search') return searchAnswer(store, type.data, call)
  if (on === 'GET instance') return readAnswer(store.find(type.data, id ?? ''), call)
  if (on === 'POST type') return createAnswer(store, { type: type.data, call, options })
  if (on === 'PUT instance') return updateAnswer(store, { type: type.data, id: id ?? '', call, options })
  throw new Refusal(405, `${call.method} is not supported here.`)
}

function readAnswer(kept: Kept | undefined, call: Call): Answer {
  if (!kept) throw new Refusal(404, `${call.path} is not here.`)
  if (call.headers['if-none-match'] === etagOf(kept)) return { status: 304, headers: headersOf(kept) }
  return { status: 200, headers: headersOf(kept), body: kept.body }
}

interface Write {
  readonly type: PortalType
  readonly call: Call
  readonly options: WriteOptions
}

function createAnswer(store: FhirStore, { type, call, options }: Write): Answer {
  const body = resourceIn(call, type)
  const condition = call.headers['if-none-exist']
  const existing = condition === undefined ? null : theOne(store, type, condition)
  if (existing) return readAnswer(existing, { ...call, headers: {} })
  const kept = store.create(options.author, body)
  const location = `${call.origin}/fhir/${type}/${kept.id}/_history/${kept.version}`
  return { status: 201, headers: { ...headersOf(kept), location }, body: kept.body }
}

function updateAnswer(store: FhirStore, { type, id, call, options }: Write & { id: string }): Answer {
  const body = resourceIn(call, type)
  if (body.id !== id) throw new Refusal(400, 'The id of the resource is not the one of its address.')
  const ifMatch = options.ignoresIfMatch ? null : (call.headers['if-match'] ?? null)
  const kept = store.update(options.author, body, ifMatch)
  return { status: 200, headers: headersOf(kept), body: kept.body }
}

function resourceIn(call: Call, type: PortalType): IncomingResource {
  const body = IncomingResource.safeParse(jsonIn(call))
  if (!body.success || body.data.resourceType !== type) throw new Refusal(400, `The body is no ${type}.`)
  return body.data
}

function jsonIn({ body }: Call): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(400, 'The body is no JSON.')
    throw error
  }
}

function searchAnswer(store: FhirStore, type: PortalType, call: Call): Answer {
  const asked = new URLSearchParams([
    ...call.query,
    ...(call.method === 'POST' ? new URLSearchParams(call.body) : [])
  ])
  const { found, next, total } = search(store, type, asked)
  const address = (query: URLSearchParams) => `${call.origin}/fhir/${type}?${query}`
  const elements = asked.get('_elements')?.split(',') ?? null
  const bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(total === null ? {} : { total }),
    link: [
      { relation: 'self', url: address(asked) },
      ...(next === null ? [] : [{ relation: 'next', url: address(next) }])
    ],
    entry: found.map((kept) => ({
      fullUrl: `${call.origin}/fhir/${type}/${kept.id}`,
      resource: elements === null ? kept.body : onlySome(kept.body, elements),
      search: { mode: 'match' }
    }))
  }
  return { status: 200, headers: { 'content-type': FHIR_JSON }, body: bundle }
}

function onlySome(body: IncomingResource, elements: readonly string[]): IncomingResource {
  const wanted = new Set(['resourceType', 'id', 'meta', ...elements])
  return IncomingResource.parse(Object.fromEntries(Object.entries(body).filter(([key]) => wanted.has(key))))
}

function answerBundle(store: FhirStore, call: Call, options: WriteOptions): Answer {
  if (call.method !== 'POST') throw new Refusal(404, 'Name a type.')
  const bundle = IncomingBundle.safeParse(jsonIn(call))
  if (!bundle.success) throw new Refusal(400, 'The body is no transaction and no batch.')
  const entry =
    bundle.data.type === 'transaction'
      ? runTransaction(store, bundle.data, options).map(entryOf)
      : bundle.data.entry.map((each) => batchEntry(() => entryOf(runEntry(store, each, options))))
  const body = { resourceType: 'Bundle', type: `${bundle.data.type}-response`, entry }
  return { status: 200, headers: { 'content-type': FHIR_JSON }, body }
}

function entryOf({ status, kept }: Written) {
  return {
    resource: kept.body,
    response: {
      status: `${status} ${status === 201 ? 'Created' : 'OK'}`,
      location: `${kept.type}/${kept.id}/_history/${kept.version}`,
      etag: etagOf(kept),
      lastModified: lastUpdatedOf(kept)
    }
  }
}

function batchEntry(work: () => ReturnType<typeof entryOf>) {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal)
      return { response: { status: String(error.status), outcome: outcomeOf(error) } }
    throw error
  }
}

function headersOf(kept: Kept): Record<string, string> {
  return {
    'content-type': FHIR_JSON,
    etag: etagOf(kept),
    'last-modified': new Date(kept.updated / 1_000).toUTCString()
  }
}

function lastUpdatedOf({ updated }: Kept): string {
  return new Date(updated / 1_000).toISOString()
}
