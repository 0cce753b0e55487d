import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { LARGEST_ANSWER_BYTES, type PortalStatus } from '../../src-main/core/portal/wire'
import { systemClock, type Clock } from '../../src-main/core/platform/clock'
import type { Call } from './call'
import { newId, seeded, type Random } from './chance'
import { answerClinic } from './clinic/clinic-server'
import { DeskLine, type DeskSnapshot } from './clinic/desk-line'
import { EventLog } from './clinic/event-log'
import { pollEvents, streamEvents } from './clinic/event-stream'
import { Faults, type Fault, type FaultKind } from './faults/faults'
import { serve } from './faults/serve'
import { answerFhir, refusalAnswer } from './fhir/fhir-server'
import { Refusal } from './fhir/refusal'
import { FhirStore, type StoreSnapshot } from './fhir/store'
import type { House, PortalClinic, Practice } from './pages/page'
import { answerBrowser, failurePage } from './pages/pages-server'
import { Sessions } from './pages/sessions'
import { Throttle } from './pages/throttle'
import { PortalTime } from './portal-time'
import { makePortalCertificate, type PortalCertificate } from './smart/certificate'
import { TokenEndpoint } from './smart/token-endpoint'

const SOFTWARE = 'Skranke portal simulator 1'
const DEFAULT_SEED = 1
/** Logins and registrations in ten minutes: with one number, and from one address. */
const MOST_BY_NUMBER = 5
const MOST_BY_VISITOR = 30

/** What can happen to a stream before it has begun; the others are about answers. */
const BREAKS_STREAMS: ReadonlySet<FaultKind> = new Set([
  'drop-before',
  'refuse',
  'hang',
  'redirect',
  'huge',
  'not-json'
])

const EXAMPLE_CLINIC: PortalClinic = {
  name: 'Eksempel legesenter',
  address: 'Eksempelveien 1, 0001 Eksempelby',
  telephone: '00 00 00 00',
  country: 'NO',
  timeZone: 'Europe/Oslo',
  language: 'nb'
}

export interface PortalOptions {
  readonly clock?: Clock
  readonly random?: Random
  /** HTTPS with a certificate of its own; without it HTTP. */
  readonly tls?: boolean
  readonly faults?: Faults
  /** False: it lets two have one slot, as many servers do. */
  readonly guardsSlots?: boolean
  /** Whose portal it is. */
  readonly clinic?: Partial<PortalClinic>
  /** For people who try the portal: it shows whom they can be, and what the telephones have received. */
  readonly practice?: Practice
  /** As it was left, with the epoch that it had. */
  readonly kept?: { readonly epoch: string; readonly snapshot: PortalSnapshot }
  /** 0: any that is free. */
  readonly port?: number
  /** With TLS: of the pages without it. */
  readonly pagesPort?: number
}

export interface PortalSnapshot {
  readonly resources: StoreSnapshot
  readonly desk: DeskSnapshot
}

export interface Portal {
  /** The base address that the clinic is given. */
  readonly url: string
  /** The same pages without TLS: a browser trusts no certificate that vouches for itself. */
  readonly pagesUrl: string
  readonly store: FhirStore
  readonly faults: Faults
  readonly events: EventLog
  readonly line: DeskLine
  readonly tokens: TokenEndpoint
  readonly time: PortalTime
  /** Null without TLS. */
  certificate(): PortalCertificate | null
  /** Another key and certificate from now on; open connections are closed. */
  renewCertificate(certificate?: PortalCertificate): Promise<PortalCertificate>
  /** The key that the server will show next, told to the clinic beforehand; null: it renews none. */
  announceKey(pin: string | null): void
  /** How many requests came, by `METHOD /path` without ids. */
  readonly requests: ReadonlyMap<string, number>
  epoch(): string
  snapshot(): PortalSnapshot
  /** As it was then, with a new epoch. */
  restore(snapshot: PortalSnapshot): void
  /** Empty, with a new epoch. */
  wipe(): void
  /** False: the clinic gets no answer, and what is open breaks; patients go on. */
  setLine(isUp: boolean): void
  close(): Promise<void>
}

/** A patient portal on this PC, as docs/portal-protocol.md describes it. */
export async function startPortal(options: PortalOptions = {}): Promise<Portal> {
  const random = options.random ?? seeded(DEFAULT_SEED)
  const time = new PortalTime(options.clock ?? systemClock)
  const faults = options.faults ?? new Faults()
  const store = new FhirStore({ time, random, guardsSlots: options.guardsSlots ?? true })
  const tokens = new TokenEndpoint(time)
  const state = { epoch: options.kept?.epoch ?? newId(random), isUp: true, url: '', nextKey: '' }
  const events = new EventLog(state.epoch)
  const line = new DeskLine({ time, random, events })
  const requests = new Map<string, number>()
  const ending = new AbortController()
  const fromClinic = new Set<Socket>()
  let certificate = options.tls ? await makePortalCertificate() : null
  let server: Server | TlsServer | null = null
  const house: House = {
    held: { store, time },
    random,
    line,
    clinic: { ...EXAMPLE_CLINIC, ...options.clinic },
    sessions: new Sessions(time),
    byNumber: new Throttle(time, MOST_BY_NUMBER),
    byVisitor: new Throttle(time, MOST_BY_VISITOR),
    practice: options.practice ?? null
  }
  if (options.kept) {
    store.restore(options.kept.snapshot.resources)
    line.restore(options.kept.snapshot.desk)
  }
  const app = Fastify({
    bodyLimit: LARGEST_ANSWER_BYTES,
    serverFactory: (listener) => (server = listen(listener, certificate))
  })

  store.onCommitted(({ author, types }) => {
    if (author === 'portal') events.say({ event: 'changed', data: { types: [...types] } })
  })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('date', time.now().toUTCString())
    if (!isForBrowser(request)) {
      const { socket } = request.raw
      if (!fromClinic.has(socket)) socket.once('close', () => fromClinic.delete(socket))
      fromClinic.add(socket)
      if (!state.isUp) reply.hijack().raw.destroy()
    }
    const name = `${request.method} ${pathOf(request).split('/').slice(0, 3).join('/')}`
    requests.set(name, (requests.get(name) ?? 0) + 1)
  })
  app.setErrorHandler<{ statusCode?: number; message: string }>((error, request, reply) => {
    const { status, body } = refusalAnswer(new Refusal(error.statusCode ?? 500, error.message))
    if (isForBrowser(request))
      return reply.code(status).type('text/html').send(failurePage(house, house.clinic.language))
    return reply.code(status).send(body)
  })

  const callOf = (request: FastifyRequest): Call => ({
    method: request.method,
    path: pathOf(request),
    query: new URL(request.url, state.url).searchParams,
    headers: headersOf(request),
    body: typeof request.body === 'string' ? request.body : '',
    origin: state.url,
    parameters: {}
  })
  const status = (): PortalStatus => ({
    ...{ epoch: state.epoch, time: time.text(), software: SOFTWARE },
    ...(state.nextKey === '' ? {} : { nextKey: state.nextKey })
  })

  const fhir = async (request: FastifyRequest, reply: FastifyReply) => {
    const call = callOf(request)
    await serve(reply, call, {
      fault: faults.draw(call),
      work: (fault) => {
        if (call.path === '/fhir/.well-known/smart-configuration') return smartConfiguration(state.url)
        if (!tokens.isGood(call.headers['authorization'])) return refusalAnswer(new Refusal(401, 'Who asks?'))
        line.hear()
        const backup = fault?.kind === 'not-stored' ? store.snapshot() : null
        const answer = answerFhir(store, call, writeOptions(fault))
        if (backup) store.restore(backup)
        return answer
      }
    })
    return reply
  }

  const clinic = async (request: FastifyRequest, reply: FastifyReply) => {
    const call = callOf(request)
    const fault = faults.draw(call)
    const isGood = tokens.isGood(call.headers['authorization'])
    if (isGood) line.hear()
    const isStream = call.path === '/clinic/events' && !call.headers['accept']?.includes('json')
    if (isGood && isStream && !(fault && BREAKS_STREAMS.has(fault.kind))) {
      streamEvents(events, call, { response: reply.hijack().raw, date: time.now().toUTCString() })
      return reply
    }
    await serve(reply, call, {
      fault,
      work: () => {
        if (!isGood) return { status: 401, body: { error: 'unauthorized' } }
        if (call.path === '/clinic/events') return pollEvents(events, call, ending.signal)
        return answerClinic({ line, status }, call)
      }
    })
    return reply
  }

  app.all('/fhir', fhir)
  app.all('/fhir/*', fhir)
  app.all('/clinic/*', clinic)
  app.post('/token', async (request, reply) => {
    const call = callOf(request)
    await serve(reply, call, { fault: faults.draw(call), work: () => tokens.answer(call) })
    return reply
  })

  app.all('/*', async (request, reply) => await answerBrowser(house, request, reply))

  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' })
  state.url = addressOf(app.server, certificate !== null)
  const plain =
    certificate === null ? null : createServer((request, response) => app.routing(request, response))
  if (plain) await new Promise<void>((resolve) => plain.listen(options.pagesPort ?? 0, '127.0.0.1', resolve))

  const begin = () => {
    state.epoch = newId(random)
    events.begin(state.epoch)
    house.sessions.endAll()
    tokens.revokeAll()
  }

  return {
    url: state.url,
    pagesUrl: plain ? addressOf(plain, false) : state.url,
    store,
    faults,
    events,
    line,
    tokens,
    time,
    requests,
    certificate: () => certificate,
    epoch: () => state.epoch,
    snapshot: () => ({ resources: store.snapshot(), desk: line.snapshot() }),
    async renewCertificate(renewed) {
      certificate = renewed ?? (await makePortalCertificate())
      if (server && 'setSecureContext' in server) server.setSecureContext(certificate)
      server?.closeAllConnections()
      return certificate
    },
    announceKey(pin) {
      state.nextKey = pin ?? ''
    },
    restore({ resources, desk }) {
      store.restore(resources)
      line.restore(desk)
      begin()
    },
    wipe() {
      store.restore([])
      line.restore({ codeRequests: [], registrations: [], accounts: [] })
      begin()
    },
    setLine(isUp) {
      state.isUp = isUp
      if (!isUp) for (const socket of fromClinic) socket.destroy()
    },
    async close() {
      ending.abort()
      server?.closeAllConnections()
      plain?.closeAllConnections()
      plain?.close()
      await app.close()
    }
  }
}

function listen(listener: RequestListener, certificate: PortalCertificate | null): Server | TlsServer {
  return certificate ? createTlsServer(certificate, listener) : createServer(listener)
}

function addressOf(server: Server | TlsServer, isTls: boolean): string {
  const { port } = server.address() as AddressInfo
  return `${isTls ? 'https' : 'http'}://localhost:${port}`
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? ''
}

/** The clinic's programs ask under these; all else are pages. */
function isForBrowser(request: FastifyRequest): boolean {
  return !/^\/(?:fhir|clinic|token)(?:\/|$)/.test(pathOf(request))
}

function headersOf({ headers }: FastifyRequest): Call['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value])
  )
}

function smartConfiguration(url: string) {
  return {
    status: 200,
    body: {
      token_endpoint: `${url}/token`,
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['ES384'],
      scopes_supported: ['system/*.cruds'],
      capabilities: ['client-confidential-asymmetric']
    }
  }
}

function writeOptions(fault: Fault | null) {
  return {
    author: 'clinic',
    ignoresIfMatch: fault?.kind === 'ignore-if-match',
    isHalfApplied: fault?.kind === 'half-applied'
  } as const
}
