import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { BackendToken } from './backend-token'
import { PortalFault } from './faults'
import { makeKeyPair } from './keys'
import { ServerTime } from './server-time'

const BASE = 'https://portal.example/clinic-7'
const CLOCK = { now: () => Temporal.Instant.from('2026-12-03T08:00:00Z') }
const never = async () => await new Promise<never>(() => undefined)

async function* bytesOf(body: object): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(JSON.stringify(body)))
}

it('goes on asking for a token that others wait for when the one who asked first has no patience left', async () => {
  const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const token = new BackendToken({
    http: async ({ url, signal }) => {
      const isToken = url.endsWith('/token')
      if (isToken) asked.resolve()
      const stopped = Promise.withResolvers<never>()
      signal?.addEventListener('abort', () => stopped.reject(new PortalFault('stopped')), { once: true })
      if (isToken) await Promise.race([answered.promise, stopped.promise])
      const body = isToken
        ? { access_token: 't', token_type: 'bearer', expires_in: 300 }
        : { token_endpoint: `${BASE}/token` }
      return { status: 200, headers: {}, body: bytesOf(body) }
    },
    ...{ pause: never, time: new ServerTime(CLOCK), newId: () => 'one' },
    ...{ base: BASE, clientId: 'c1', key: makeKeyPair() }
  })
  const hasty = new AbortController()
  const first = token.token(hasty.signal)
  const second = token.token()
  await asked.promise
  hasty.abort()
  await expect(first).rejects.toMatchObject({ fault: 'stopped' })
  answered.resolve()
  expect(await second).toBe('t')
})
