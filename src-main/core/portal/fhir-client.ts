import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes'
import { z } from 'zod'
import { parseJson } from './body'
import { PortalFault, PortalRefusal } from './faults'
import { nextByKey } from './paging.rules'
import type { PortalSession, PortalText } from './portal-session'
import type { PortalType } from './wire'

const FHIR_JSON = 'application/fhir+json'
/** What a page of a search holds at most. */
export const PAGE = 200
/** Of what has few matches, such as the clinic's own identifiers. */
const MOST_FOUND = 2_000
/** Pages after each other that bring nothing and still name a next one. */
const MOST_EMPTY_PAGES = 10

/** Only what every answer must have; what a resource must have is the kind's to say. */
const Typed = z.looseObject({ resourceType: z.string(), id: z.string().optional() })
const AnyResource = z.custom<Resource & { id?: string }>((value) => Typed.safeParse(value).success)
const Bundled = z.looseObject({
  resourceType: z.literal('Bundle'),
  total: z.number().optional(),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).optional(),
  entry: z.array(z.looseObject({})).optional()
})
const AnyBundle = z.custom<Bundle>((value) => Bundled.safeParse(value).success)

/** An answer the portal gave, whether it did as asked or not. */
export interface PortalAnswer {
  readonly status: number
  /** Of a success; null where nothing came back. */
  readonly resource: Resource | null
  /** `W/"n"` of the version; null where the portal named none. */
  readonly etag: string | null
  readonly serverTime: string | null
  readonly retryAfterMs: number | null
  /** What it said to a refusal, in short. */
  readonly said: string
}

export interface SearchPage {
  readonly resources: readonly Resource[]
  readonly serverTime: string | null
  /** Where the next page is; null: this was the last. */
  readonly next: string | null
}

export interface SearchOptions {
  readonly signal?: AbortSignal
  /** A page's address kept from before. */
  readonly from?: string | null
}

/** FHIR R4 as far as the sync needs it. Refusals of a search throw, as there is nothing else to do with them. */
export class FhirClient {
  constructor(private readonly session: PortalSession) {}

  /** @throws PortalFault */
  async read(type: PortalType, id: string, signal?: AbortSignal): Promise<PortalAnswer> {
    return await this.#ask({ method: 'GET', path: `/fhir/${type}/${encodeURIComponent(id)}` }, signal)
  }

  /**
   * The pages of a search in the order of the last change: as the portal links them, or, where it links none, by what
   * was changed last on the page before. It is never counted by offset; a resource may come twice.
   * @throws PortalFault, PortalRefusal; `bad-answer` where the pages have no end
   */
  async *search(
    type: PortalType,
    parameters: Readonly<Record<string, string>>,
    { signal, from = null }: SearchOptions = {}
  ): AsyncGenerator<SearchPage> {
    const query = new URLSearchParams({ _count: String(PAGE), _sort: '_lastUpdated', ...parameters })
    let path: string | null = from ?? `/fhir/${type}?${query}`
    const seen = new Set<string>()
    let before = ''
    let empty = 0
    while (path !== null) {
      if (seen.has(path)) throw new PortalFault('bad-answer', { detail: 'pages go round in a circle' })
      seen.add(path)
      const answer = await this.#send({ method: 'GET', path }, signal)
      const page: SearchPage = pageOf(type, answer, path)
      const versions = page.resources.map(({ id, meta }) => `${id} ${meta?.versionId}`).join()
      empty = versions === '' ? empty + 1 : 0
      // Those that we ask for by key come to an end by themselves.
      const isLinked = page.next !== null && !page.next.startsWith('/')
      if (isLinked && (empty > MOST_EMPTY_PAGES || (empty === 0 && versions === before)))
        throw new PortalFault('bad-answer', { detail: 'the pages have no end' })
      before = versions
      yield page
      path = page.next
    }
  }

  /** Every match of a search that has few. @throws PortalFault, PortalRefusal */
  async findAll(
    type: PortalType,
    parameters: Readonly<Record<string, string>>,
    signal?: AbortSignal
  ): Promise<readonly Resource[]> {
    const found: Resource[] = []
    for await (const { resources } of this.search(type, parameters, signal ? { signal } : {})) {
      found.push(...resources)
      if (found.length > MOST_FOUND)
        throw new PortalFault('bad-answer', { detail: 'more than there can be of what was searched' })
    }
    return found
  }

  /** @param ifNoneExist a search; where one is found it is answered instead */
  async create(resource: Resource, ifNoneExist: string | null, signal?: AbortSignal): Promise<PortalAnswer> {
    const headers: Record<string, string> = ifNoneExist === null ? {} : { 'if-none-exist': ifNoneExist }
    const path = `/fhir/${resource.resourceType}`
    return await this.#ask({ method: 'POST', path, headers, body: JSON.stringify(resource) }, signal)
  }

  async update(
    resource: Resource & { id: string },
    ifMatch: string,
    signal?: AbortSignal
  ): Promise<PortalAnswer> {
    const path = `/fhir/${resource.resourceType}/${encodeURIComponent(resource.id)}`
    const headers = { 'if-match': ifMatch }
    return await this.#ask({ method: 'PUT', path, headers, body: JSON.stringify(resource) }, signal)
  }

  /** All or nothing; the answer's resource is the bundle of answers. */
  async transaction(bundle: Bundle, signal?: AbortSignal): Promise<PortalAnswer> {
    return await this.#ask({ method: 'POST', path: '/fhir', body: JSON.stringify(bundle) }, signal)
  }

  async #ask(request: Request, signal: AbortSignal | undefined): Promise<PortalAnswer> {
    return answerOf(await this.#send(request, signal))
  }

  async #send({ headers, ...request }: Request, signal: AbortSignal | undefined): Promise<PortalText> {
    return await this.session.ask({
      ...request,
      headers: {
        accept: FHIR_JSON,
        ...(request.body === undefined ? {} : { 'content-type': FHIR_JSON }),
        // FHIR R4 § 3.1.0.1.8: what was stored comes back, so that it is seen to be stored.
        ...(request.method === 'GET' ? {} : { prefer: 'return=representation' }),
        ...headers
      },
      ...(signal ? { signal } : {})
    })
  }
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

function answerOf({ status, text, headers, serverTime, retryAfterMs }: PortalText): PortalAnswer {
  const isSuccess = status >= 200 && status < 300
  const resource = isSuccess && text.trim() !== '' ? parseJson(AnyResource, text) : null
  const version = resource?.meta?.versionId
  const named = version === undefined ? null : `W/"${version}"`
  return {
    status,
    resource,
    etag: headers['etag'] ?? named,
    serverTime,
    retryAfterMs,
    said: isSuccess ? '' : saidOf(text)
  }
}

function pageOf(type: PortalType, answer: PortalText, path: string): SearchPage {
  if (answer.status !== 200) throw new PortalRefusal(answer.status, saidOf(answer.text), answer.retryAfterMs)
  const { entry = [], link = [], total } = parseJson(AnyBundle, answer.text)
  const resources = entry.flatMap(({ resource }) => (resource?.resourceType === type ? [resource] : []))
  const linked = link.find(({ relation }) => relation === 'next')?.url ?? null
  // Where one page was linked, all are.
  const isOwnPath = path.startsWith('/')
  const next = linked ?? (isOwnPath ? nextByKey(path, { resources, total: total ?? null }) : null)
  return { resources, serverTime: answer.serverTime, next }
}

const LONGEST_SAID = 500

/** The first sentences of an OperationOutcome; of anything else nothing, since it may be a page of markup. */
function saidOf(text: string): string {
  try {
    const outcome = parseJson(AnyOutcome, text)
    const said = outcome.issue.map(({ diagnostics, details, code }) => diagnostics ?? details?.text ?? code)
    return said.join(' · ').slice(0, LONGEST_SAID)
  } catch (error) {
    if (error instanceof PortalFault) return ''
    throw error
  }
}

const Outcome = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(
    z.looseObject({
      code: z.string().optional(),
      diagnostics: z.string().optional(),
      details: z.looseObject({ text: z.string().optional() }).optional()
    })
  )
})
const AnyOutcome = z.custom<OperationOutcome>((value) => Outcome.safeParse(value).success)
