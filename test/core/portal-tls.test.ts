import { createServer } from 'node:https'
import { createServer as createPlainServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createNodeHttp, type ClientCertificate } from '../../src-main/core/portal'
import { makePortalCertificate, type PortalCertificate } from '../portal-simulator/smart/certificate'
import { openReady } from './fixtures/ready-portal'

const own = {
  server: await makePortalCertificate(),
  other: await makePortalCertificate(),
  clinic: await makePortalCertificate()
}

async function addressOf(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  return `https://localhost:${(server.address() as AddressInfo).port}/`
}

function openSecure(certificate: PortalCertificate, authority?: PortalCertificate): Server {
  return createServer(
    {
      ...{ key: certificate.key, cert: certificate.cert, rejectUnauthorized: true },
      ...(authority ? { ca: [authority.cert], requestCert: true } : {})
    },
    (_request, response) => response.end('{}')
  )
}

interface Asking {
  readonly pinned?: readonly PortalCertificate[]
  readonly client?: ClientCertificate
}

/** @returns the status of the answer, or the fault */
async function ask(url: string, { pinned = [own.server], client }: Asking = {}): Promise<unknown> {
  const wire = createNodeHttp({ pins: () => new Set(pinned.map(({ pin }) => pin)), client: client ?? null })
  onTestFinished(() => wire.close())
  return await wire.http({ method: 'GET', url, headers: {}, timeoutMs: 5_000 }).then(
    ({ status }) => status,
    ({ fault }: { fault: string }) => fault
  )
}

it('tells apart what is wrong with the certificate that the server shows', async () => {
  const [expired, future, foreign] = [
    await makePortalCertificate({ from: -30, until: -2 }),
    await makePortalCertificate({ from: 2 }),
    await makePortalCertificate({ host: 'en-annen.example' })
  ]
  const url = await addressOf(openSecure(own.server))
  expect(await ask(url)).toBe(200)
  expect(await ask(url, { pinned: [own.other, own.server] })).toBe(200)
  expect(await ask(url, { pinned: [] })).toBe('pin-unconfirmed')
  expect(await ask(url, { pinned: [own.other] })).toBe('pin-mismatch')
  // A confirmed key is the server's, whatever it is called, but nothing makes an old certificate good.
  const elsewhere = await addressOf(openSecure(foreign))
  expect(await ask(elsewhere)).toBe('certificate-foreign')
  expect(await ask(elsewhere, { pinned: [foreign] })).toBe(200)
  expect(await ask(await addressOf(openSecure(expired)), { pinned: [expired] })).toBe('certificate-expired')
  expect(await ask(await addressOf(openSecure(future)), { pinned: [future] })).toBe(
    'certificate-not-yet-valid'
  )
})

it('shows the clinic’s certificate where it is asked for one, and says when it is not taken', async () => {
  const url = await addressOf(openSecure(own.server, own.clinic))
  const shown = ({ cert, key }: PortalCertificate) => ({ client: { certificate: cert, key } })
  expect(await ask(url, shown(own.clinic))).toBe(200)
  expect(await ask(url)).toBe('client-certificate-refused')
  // This server tells nobody why it refuses a certificate of somebody else.
  expect(await ask(url, shown(own.other))).toBe('broken-off')
})

it('knows a server that breaks the line off from one that is not there', async () => {
  const breaking = async (how: (socket: Socket) => void) => {
    const server = createPlainServer((socket) => {
      socket.on('error', () => undefined)
      how(socket)
    })
    return await ask(await addressOf(server))
  }
  expect(await breaking((socket) => socket.destroy())).toBe('broken-off')
  expect(await breaking((socket) => socket.once('data', () => socket.resetAndDestroy()))).toBe('broken-off')
  expect(await breaking((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 No\r\n\r\n')))).toBe(
    'broken-off'
  )
  // After the handshake, without the alert that would say why: as some servers refuse a certificate.
  const refusing = openSecure(own.server).on('secureConnection', (socket: Socket) => socket.destroy())
  expect(await ask(await addressOf(refusing))).toBe('broken-off')
  const gone = createPlainServer()
  const url = await addressOf(gone)
  await new Promise((resolve) => gone.close(resolve))
  expect(await ask(url)).toBe('unreachable')
  expect(await ask('https://portal.invalid/')).toBe('address-unknown')
})

it('sends nothing before the server’s key is confirmed, goes on with a second one, and stops at a third', async () => {
  const { manager, desk, ingrid, portal, clock, rows, become } = await openReady({ tls: true })
  const failing = async () => {
    const { error, steps } = await manager.call('portal.test', {})
    return [error?.code, steps.find(({ outcome }) => outcome === 'failed')?.step]
  }
  expect(await failing()).toEqual(['portal-pin-unconfirmed', 'key'])
  await expect(manager.call('portal.turnOn', {})).rejects.toMatchObject({ code: 'portal-pin-missing' })
  expect(portal.requests.size).toBe(0)
  const { pins } = await manager.call('portal.settings', {})
  expect(pins).toMatchObject([{ sha256: portal.certificate()?.pin, confirmedAt: null }])
  await manager.call('portal.confirmPin', { sha256: pins[0]!.sha256 })
  expect(await failing()).toEqual([undefined, undefined])
  rows.set('Patient/1', { gender: 'female' })
  await manager.call('portal.turnOn', {})
  await become({ state: 'on', isListening: true })

  portal.announceKey(own.other.pin)
  // What the portal says of itself is asked for again after half a minute.
  clock.set(clock.now().add({ minutes: 1 }))
  portal.events.say({ event: 'changed', data: { types: ['Patient'] } })
  await become({ newKeys: 1 })
  await manager.call('portal.confirmPin', { sha256: own.other.pin })
  await portal.renewCertificate(own.other)
  portal.store.save({ ...portal.store.list('Patient')[0]!, gender: 'male' })
  await vi.waitFor(() => expect(rows.get('Patient/1')).toMatchObject({ gender: 'male' }), { timeout: 10_000 })
  await become({ trouble: null, isListening: true })

  await portal.renewCertificate(own.clinic)
  const before = [...portal.requests]
  portal.store.save({ ...portal.store.list('Patient')[0]!, gender: 'other' })
  await desk.call('consents.setReserved', { patientId: ingrid, isReserved: true })
  await become({ trouble: { code: 'portal-pin-mismatch', parameters: {} }, isListening: false })
  expect(await failing()).toEqual(['portal-pin-mismatch', 'key'])
  expect([...portal.requests]).toEqual(before)
  expect(rows.get('Patient/1')).toMatchObject({ gender: 'male' })
})
