import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { PortalFault } from './faults'
import { FhirClient } from './fhir-client'
import type { PortalRequest } from './http'
import { makeKeyPair } from './keys'
import { PortalSession } from './portal-session'

const BASE = 'https://portal.example/clinic-7'
const KEY = makeKeyPair()
const never = async () => await new Promise<never>(() => undefined)

/** A client and what it has asked, of a portal that answers a search as told. */
function openClient(answer: (request: PortalRequest) => string | Uint8Array) {
  const asked: string[] = []
  const session = new PortalSession({
    http: async (request) => {
      const { url } = request
      if (!url.includes('/fhir/Task')) return await Promise.resolve(head(signIn(url)))
      asked.push(url)
      return head(answer(request))
    },
    ...{ pause: never, clock: { now: () => Temporal.Instant.from('2026-12-03T08:00:00Z') } },
    ...{ newId: () => 'one', base: BASE, clientId: 'c1', key: KEY }
  })
  return { fhir: new FhirClient(session), asked }
}

function head(body: string | Uint8Array) {
  return { status: 200, headers: { date: 'Thu, 03 Dec 2026 08:00:00 GMT' }, body: bytesOf(body) }
}

async function* bytesOf(body: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(body))
}

function signIn(url: string): string {
  return url.endsWith('smart-configuration')
    ? JSON.stringify({ token_endpoint: `${BASE}/token` })
    : JSON.stringify({ access_token: 't', token_type: 'bearer', expires_in: 300 })
}

function page(ids: readonly string[], next?: string): string {
  const entry = ids.map((id) => ({ resource: { resourceType: 'Task', id, meta: { versionId: '1' } } }))
  const link = next === undefined ? [] : [{ relation: 'next', url: next }]
  return JSON.stringify({ resourceType: 'Bundle', entry, link })
}

const faultOf = async (fhir: FhirClient): Promise<string> =>
  await fhir.findAll('Task', {}).then(
    () => 'none',
    (error: unknown) => (error instanceof PortalFault ? error.fault : 'a bug')
  )

describe('the pages of a search', () => {
  it('are followed where the portal links them', async () => {
    const { fhir, asked } = openClient(({ url }) =>
      url.endsWith('page=2') ? page(['b']) : page(['a'], `${BASE}/fhir/Task?page=2`)
    )
    expect((await fhir.findAll('Task', {})).map(({ id }) => id)).toEqual(['a', 'b'])
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['another server', 'https://evil.example/fhir/Task'],
    ['another server with the portal as its user', 'https://portal.example@evil.example/clinic-7/fhir/Task'],
    ['another port', 'https://portal.example:8443/clinic-7/fhir/Task'],
    ['another clinic', 'https://portal.example/clinic-8/fhir/Task'],
    ['another clinic by dots', `${BASE}/../clinic-8/fhir/Task`],
    ['without TLS', 'http://portal.example/clinic-7/fhir/Task'],
    ['a script', 'javascript:alert(1)'],
    ['nothing', '']
  ])('are never followed to %s', async (_where, next) => {
    const { fhir, asked } = openClient(() => page(['a'], next))
    expect(await faultOf(fhir)).toBe('bad-answer')
    expect(asked).toHaveLength(1)
  })

  it('come to an end, whatever they link', async () => {
    let pages = 0
    const fresh = () => `${BASE}/fhir/Task?page=${(pages += 1)}`
    expect(await faultOf(openClient(({ url }) => page(['a'], url)).fhir)).toBe('bad-answer')
    expect(await faultOf(openClient(() => page(['a'], fresh())).fhir)).toBe('bad-answer')
    expect(await faultOf(openClient(() => page([], fresh())).fhir)).toBe('bad-answer')
    // Each with somebody else on it: more than there can be with one identifier.
    expect(await faultOf(openClient(() => page([String(pages)], fresh())).fhir)).toBe('bad-answer')
    expect(pages).toBeLessThan(2_100)
  })

  it('are refused where they are too large, or nothing that was asked for', async () => {
    const many = page(Array.from({ length: 100_000 }, (_, index) => `${index}`.padStart(64, 'x')))
    expect(await faultOf(openClient(() => many).fhir)).toBe('too-large')
    expect(await faultOf(openClient(() => page(['x'.repeat(10_000_000)])).fhir)).toBe('too-large')
    expect(await faultOf(openClient(() => '<html>').fhir)).toBe('bad-answer')
    expect(await faultOf(openClient(() => '\u0000'.repeat(50)).fhir)).toBe('bad-answer')
    expect(await faultOf(openClient(() => Uint8Array.of(0xff, 0xfe)).fhir)).toBe('bad-answer')
    expect(await faultOf(openClient(() => '{"resourceType":"Task"}').fhir)).toBe('bad-answer')
    expect(await faultOf(openClient(() => '{"resourceType":"Bundle","entry":7}').fhir)).toBe('bad-answer')
  })
})
