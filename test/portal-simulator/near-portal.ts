import { LARGEST_ANSWER_BYTES } from '../../src-main/core/portal/wire'
import { PortalFault, type PortalHead, type PortalHttp, type PortalRequest } from '../../src-main/core/portal'
import type { Clock } from '../../src-main/core/platform/clock'
import type { Answer, Call } from './call'
import { newId, type Random } from './chance'
import { Faults, type Fault } from './faults/faults'
import { answerFhir, refusalAnswer } from './fhir/fhir-server'
import { Refusal } from './fhir/refusal'
import { FhirStore, type Committed, type StoreSnapshot } from './fhir/store'
import { PortalTime } from './portal-time'

export interface NearPortalOptions {
  readonly clock: Clock
  readonly random: Random
  /** Hears of each commit, with what it left. */
  readonly onCommitted?: (change: Committed) => void
}

/**
 * The portal's FHIR side within reach of a function call: no sockets and no waiting, so that a model test can take many
 * thousand steps and repeat them. It does not look at slots: that no slot has two appointments is the clinic's care.
 */
export class NearPortal {
  static readonly base = 'http://near.portal'
  readonly store: FhirStore
  readonly time: PortalTime
  readonly faults = new Faults()
  /** Share of the writes that arrive long after the client has given them up. */
  lateRate = 0
  isUp = true
  requests = 0
  /** Called when a request has arrived and nothing was done yet: what others do at the portal in between. */
  onArrival: (call: Call) => void = () => undefined
  readonly #random: Random
  #epoch: string
  #late: (() => void)[] = []

  constructor({ clock, random, onCommitted }: NearPortalOptions) {
    this.#random = random
    this.time = new PortalTime(clock)
    this.store = new FhirStore({ time: this.time, random, guardsSlots: false })
    this.#epoch = newId(random)
    if (onCommitted) this.store.onCommitted(onCommitted)
  }

  readonly http: PortalHttp = async (request) => {
    this.requests += 1
    if (!this.isUp) throw new PortalFault('unreachable')
    const call = callOf(request)
    this.onArrival(call)
    return await Promise.resolve(this.#serve(call))
  }

  /** As it was then, with another epoch. */
  restore(snapshot: StoreSnapshot): void {
    this.store.restore(snapshot)
    this.#epoch = newId(this.#random)
    this.#late = []
  }

  /** What was given up arrives after all. */
  deliverLate(): void {
    const late = this.#late
    this.#late = []
    for (const arrive of late) arrive()
  }

  #serve(call: Call): PortalHead {
    const isWrite = call.path.startsWith('/fhir') && call.method !== 'GET'
    if (isWrite && this.#random() < this.lateRate) {
      this.#late.push(() => this.#answer(call, null))
      throw new PortalFault('timeout')
    }
    const fault = this.faults.draw(call)
    switch (fault?.kind) {
      case 'drop-before':
      case 'hang':
        throw new PortalFault('timeout')
      case 'drop-after':
        this.#answer(call, fault)
        throw new PortalFault('unreachable')
      case 'duplicate':
        this.#answer(call, fault)
        return this.#head(this.#answer(call, fault))
      case 'truncate':
        return this.#head(this.#answer(call, fault), true)
      case 'refuse':
        return this.#refuse(call, fault)
      case 'huge':
        return this.#head({ status: 200, body: ' '.repeat(LARGEST_ANSWER_BYTES + 1) })
      case 'not-json':
        return this.#head({ status: 200, body: '<h1>Proxy</h1>' })
      default:
        return this.#head(this.#answer(call, fault))
    }
  }

  #refuse(call: Call, fault: Extract<Fault, { kind: 'refuse' }>): PortalHead {
    if (fault.isDone) this.#answer(call, fault)
    const answer = refusalAnswer(new Refusal(fault.status, 'By plan.'))
    const wait = fault.retryAfterSeconds
    return this.#head({
      ...answer,
      headers: { ...answer.headers, ...(wait === undefined ? {} : { 'retry-after': String(wait) }) }
    })
  }

  #answer(call: Call, fault: Fault | null): Answer {
    if (call.path.endsWith('/.well-known/smart-configuration'))
      return { status: 200, body: { token_endpoint: `${NearPortal.base}/token` } }
    if (call.path === '/token')
      return { status: 200, body: { access_token: 'near', token_type: 'bearer', expires_in: 86_400 } }
    if (call.path === '/clinic/status')
      return { status: 200, body: { epoch: this.#epoch, time: this.time.text(), software: 'near' } }
    const backup = fault?.kind === 'not-stored' ? this.store.snapshot() : null
    const answer = answerFhir(this.store, call, {
      author: 'clinic',
      ignoresIfMatch: fault?.kind === 'ignore-if-match',
      isHalfApplied: fault?.kind === 'half-applied'
    })
    if (backup) this.store.restore(backup)
    return answer
  }

  #head({ status, headers = {}, body }: Answer, isBroken = false): PortalHead {
    const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
    return {
      status,
      headers: { date: this.time.now().toUTCString(), ...headers },
      body: bytesOf(Buffer.from(text), isBroken)
    }
  }
}

async function* bytesOf(bytes: Buffer, isBroken: boolean): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(isBroken ? bytes.subarray(0, bytes.length / 2) : bytes)
  if (isBroken) throw new PortalFault('unreachable', { detail: 'the answer broke off' })
}

function callOf({ method, url, headers, body }: PortalRequest): Call {
  const { pathname, searchParams } = new URL(url)
  return {
    method,
    path: pathname,
    query: searchParams,
    headers,
    body: body ?? '',
    origin: NearPortal.base,
    parameters: {}
  }
}
