import { Agent, request } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BAD_DAY, type Fault } from './faults/faults'
import { KnownClinic } from './known-clinic'
import { startPortal, type Portal } from './start-portal'

let portal: Portal
let clinic: KnownClinic

beforeEach(async () => {
  portal = await startPortal()
  clinic = await KnownClinic.at(portal)
})
afterEach(async () => await portal.close())

const PERSON = { resourceType: 'Patient', name: [{ family: 'A' }] }
const create = () => clinic.json('POST', '/fhir/Patient', PERSON)

describe('a fault of the portal', () => {
  it('breaks the line before or after the work', async () => {
    portal.faults.plan({ kind: 'drop-before' })
    await expect(create()).rejects.toThrow('fetch failed')
    expect(portal.store.count('Patient')).toBe(0)
    portal.faults.plan({ kind: 'drop-after' })
    await expect(create()).rejects.toThrow('fetch failed')
    expect(portal.store.count('Patient')).toBe(1)
    expect((await create()).status).toBe(201)
  })

  it('does the work twice, or not at all', async () => {
    portal.faults.plan({ kind: 'duplicate' })
    await create()
    expect(portal.store.count('Patient')).toBe(2)
    portal.faults.plan({ kind: 'not-stored' })
    expect((await create()).status).toBe(201)
    expect(portal.store.count('Patient')).toBe(2)
  })

  it('cuts the answer short', async () => {
    portal.faults.plan({ kind: 'truncate' })
    await expect(create()).rejects.toThrow('terminated')
    expect(portal.store.count('Patient')).toBe(1)
  })

  it.each<[Fault, number]>([
    [{ kind: 'refuse', status: 409 }, 409],
    [{ kind: 'refuse', status: 429, retryAfterSeconds: 7 }, 429],
    [{ kind: 'refuse', status: 503 }, 503],
    [{ kind: 'redirect' }, 307]
  ])('refuses with %o', async (fault, status) => {
    portal.faults.plan(fault, { fits: ({ method }) => method === 'POST' })
    expect((await clinic.json('GET', '/fhir/Patient')).status).toBe(200)
    const answer = await create()
    expect(answer.status).toBe(status)
    expect(answer.headers.get('retry-after')).toBe('retryAfterSeconds' in fault ? '7' : null)
  })

  it('leaves half of a transaction', async () => {
    const entry = [1, 2].map(() => ({ resource: PERSON, request: { method: 'POST', url: 'Patient' } }))
    portal.faults.plan({ kind: 'half-applied' })
    const answer = await clinic.json('POST', '/fhir', { resourceType: 'Bundle', type: 'transaction', entry })
    expect([answer.status, portal.store.count('Patient')]).toEqual([500, 1])
  })

  it('overlooks If-Match', async () => {
    const { body } = await create()
    portal.faults.plan({ kind: 'ignore-if-match' })
    const put = () =>
      clinic.json('PUT', `/fhir/Patient/${body.id}`, { ...PERSON, id: body.id }, { 'if-match': 'W/"9"' })
    expect([(await put()).status, (await put()).status]).toEqual([200, 412])
  })

  it('answers too much, nonsense, markup and references to nothing', async () => {
    portal.store.save({ resourceType: 'Task', status: 'requested', intent: 'order', description: 'x' })
    const text = async (fault: Fault) => {
      portal.faults.plan(fault)
      return await (await clinic.ask('GET', '/fhir/Task')).text()
    }
    expect((await text({ kind: 'huge' })).length).toBeGreaterThan(10_000_000)
    expect(await text({ kind: 'not-json' })).toContain('<h1>')
    expect(await text({ kind: 'html' })).toContain('<img')
    expect(await text({ kind: 'wrong-references' })).not.toContain('undefined')
  })

  it('never answers, until the client gives up', async () => {
    portal.faults.plan({ kind: 'hang' })
    const asked = fetch(`${portal.url}/token`, { method: 'POST', signal: AbortSignal.timeout(50) })
    await expect(asked).rejects.toThrow('timeout')
  })

  it('comes by chance, the same for the same seed', async () => {
    const kindsMet = async () => {
      portal.faults.met.length = 0
      portal.faults.randomly({ seed: 7, rate: 0.5, faults: BAD_DAY })
      for (let time = 0; time < 20; time++) await create().catch(() => null)
      portal.faults.clear()
      return portal.faults.met.map(({ kind }) => kind)
    }
    const first = await kindsMet()
    expect(first.length).toBeGreaterThan(3)
    expect(await kindsMet()).toEqual(first)
  })

  it('is the whole line down, until it is up again', async () => {
    portal.setLine(false)
    await expect(create()).rejects.toThrow('fetch failed')
    portal.setLine(true)
    expect((await create()).status).toBe(201)
  })
})

describe('the portal’s certificate', () => {
  it('has a public key to pin, and another one after a renewal', async () => {
    const safe = await startPortal({ tls: true })
    const first = safe.certificate()!
    expect(await pinSeen(safe.url)).toBe(first.cert.trim())
    const second = await safe.renewCertificate()
    expect(second.pin).not.toBe(first.pin)
    expect(await pinSeen(safe.url)).toBe(second.cert.trim())
    await safe.close()
  })
})

async function pinSeen(url: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const agent = new Agent({ rejectUnauthorized: false, keepAlive: false, maxCachedSessions: 0 })
    const asked = request(`${url}/fhir/.well-known/smart-configuration`, { agent }, (response) => {
      const socket = response.socket
      const seen = 'getPeerX509Certificate' in socket ? (socket as TLSSocket) : null
      resolve(seen?.getPeerX509Certificate()?.toString().trim() ?? '')
      response.resume()
    })
    asked.on('error', reject).end()
  })
}
