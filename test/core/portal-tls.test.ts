import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createNodeHttp, type ClientCertificate } from '../../src-main/core/portal'
import { makePortalCertificate } from '../portal-simulator/smart/certificate'

/** A server that wants the clinic's certificate, and lets in whoever shows this one. */
async function openMutual() {
  const [server, clinic] = [await makePortalCertificate(), await makePortalCertificate()]
  const listening = createServer(
    { key: server.key, cert: server.cert, ca: [clinic.cert], requestCert: true, rejectUnauthorized: true },
    (_request, response) => response.end('{}')
  ).listen(0, '127.0.0.1')
  onTestFinished(() => void listening.close())
  await new Promise((resolve) => listening.once('listening', resolve))
  const { port } = listening.address() as AddressInfo
  const ask = async (client: ClientCertificate | null) => {
    const wire = createNodeHttp({ pins: () => new Set([server.pin]), client })
    onTestFinished(() => wire.close())
    const url = `https://localhost:${port}/`
    return await wire.http({ method: 'GET', url, headers: {}, timeoutMs: 5_000 })
  }
  return { clinic, ask }
}

it('shows the clinic’s certificate where it is asked for one, and says when it is not taken', async () => {
  const { clinic, ask } = await openMutual()
  expect((await ask({ certificate: clinic.cert, key: clinic.key })).status).toBe(200)
  await expect(ask(null)).rejects.toMatchObject({ fault: 'client-certificate-refused' })
})
