import { createServer } from 'node:net'
import { Temporal } from 'temporal-polyfill'
import { expect, it, onTestFinished } from 'vitest'
import { SmtpSession, tryMail, type Mail, type SmtpServer } from '../../src-main/core/mail'
import { makeCertificate } from './certificates'
import { openMailServer, type TestMailServer, type TestMailServerOptions } from './mail-server'

const MAIL: Mail = {
  messageId: '<melding.1@klinikk.example>',
  from: { name: 'Eksempel legesenter', address: 'post@klinikk.example' },
  replyTo: 'svar@klinikk.example',
  to: 'kari@pasient.example',
  subject: 'Melding fra Eksempel legesenter',
  text: 'Du har time 03.12 kl. 09.20.\n\n<b>Blåbær & æøå</b>',
  language: 'nb',
  date: Temporal.Instant.from('2026-12-01T09:00:00Z')
}

async function open(options: TestMailServerOptions = {}): Promise<TestMailServer> {
  const mailServer = await openMailServer(options)
  onTestFinished(() => mailServer.close())
  return mailServer
}

async function signedIn({ server, authorities }: TestMailServer): Promise<SmtpSession> {
  const session = await SmtpSession.connect(server, { authorities })
  onTestFinished(() => session.close())
  await session.signIn()
  return session
}

async function tried(
  { server, authorities }: Pick<TestMailServer, 'server' | 'authorities'>,
  changes: Partial<SmtpServer> = {}
) {
  const timeouts = { connectMs: 2_000, answerMs: 5_000 }
  return await tryMail({ ...server, ...changes }, MAIL, { authorities, timeouts })
}

function failedAt({ steps, error }: Awaited<ReturnType<typeof tried>>): unknown {
  return [steps.find(({ outcome }) => outcome === 'failed')?.step, error?.code]
}

it.each(['tls', 'starttls'] as const)(
  'hands a mail over by %s, signed in and encrypted',
  async (security) => {
    const mailServer = await open({ security })
    const session = await signedIn(mailServer)
    expect(session.encryption).toMatch(/^TLSv1\.[23]$/)
    expect(await session.send(MAIL)).toMatchObject({ kind: 'accepted' })
    expect(await session.send({ ...MAIL, messageId: '<melding.2@klinikk.example>' })).toMatchObject({
      kind: 'accepted'
    })
    expect(mailServer.connections()).toBe(1)
    expect(mailServer.received).toMatchObject([
      { from: 'post@klinikk.example', to: ['kari@pasient.example'] },
      {}
    ])
  }
)

it('writes plain text and simple HTML, says that a program wrote it, and fetches nothing', async () => {
  const mailServer = await open()
  await (await signedIn(mailServer)).send(MAIL)
  const raw = mailServer.received[0]?.raw ?? ''
  const headers = raw.slice(0, raw.indexOf('\r\n\r\n'))
  expect(headers).toContain('Message-ID: <melding.1@klinikk.example>')
  expect(headers).toContain('Auto-Submitted: auto-generated')
  expect(headers).toContain('Reply-To: svar@klinikk.example')
  expect(headers).toContain('Date: Tue, 01 Dec 2026 09:00:00 +0000')
  expect(headers).toMatch(/Content-Type: multipart\/alternative/)
  expect(headers).not.toMatch(/List-Unsubscribe|X-Mailer/i)
  expect(raw).toMatch(/Content-Type: text\/plain; charset=utf-8/)
  expect(raw).toMatch(/&lt;b&gt;Bl=C3=A5b=C3=A6r &amp;/)
  expect(raw).not.toMatch(/src=|href=|https?:/i)
})

it('tells what the server says to one mail: never, later, or not with these settings', async () => {
  const mailServer = await open()
  const session = await signedIn(mailServer)
  const answerTo = async (manners: Partial<TestMailServer['manners']>) => {
    Object.assign(mailServer.manners, { onSender: '', onRecipient: '', onText: '' }, manners)
    return await session.send(MAIL)
  }
  expect(await answerTo({ onRecipient: '550 5.1.1 No such user' })).toEqual({
    kind: 'refused',
    fault: 'email-recipient-refused',
    class: 'permanent'
  })
  expect(await answerTo({ onRecipient: '552 5.2.2 Mailbox full' })).toMatchObject({
    fault: 'email-mailbox-full',
    class: 'permanent'
  })
  expect(await answerTo({ onRecipient: '450 4.2.0 Greylisted' })).toMatchObject({
    fault: 'email-recipient-later',
    class: 'retry-backoff'
  })
  expect(await answerTo({ onRecipient: '554 5.7.1 Relay access denied' })).toMatchObject({
    fault: 'email-relay-denied',
    class: 'permanent'
  })
  expect(await answerTo({ onSender: '553 5.7.1 Not your address' })).toMatchObject({
    fault: 'email-sender-refused',
    class: 'person'
  })
  expect(await answerTo({ onText: '554 5.6.0 Looks like spam' })).toMatchObject({
    fault: 'email-content-refused',
    class: 'permanent'
  })
  expect(await answerTo({ onText: '451 4.3.0 Try again' })).toMatchObject({
    fault: 'email-server-later',
    class: 'retry-backoff'
  })
  expect(await answerTo({})).toMatchObject({ kind: 'accepted' })
})

it('knows a mail that may have arrived from one that cannot have', async () => {
  const mailServer = await open()
  mailServer.manners.hangsUpAfterText = true
  expect(await (await signedIn(mailServer)).send(MAIL)).toEqual({
    kind: 'unknown',
    fault: 'email-unanswered'
  })
  mailServer.manners.hangsUpAfterText = false
  mailServer.manners.hangsUpBeforeText = true
  expect(await (await signedIn(mailServer)).send(MAIL)).toEqual({
    kind: 'not-sent',
    fault: 'email-connection-lost'
  })
})

it('names each step of a test mail that arrives', async () => {
  const mailServer = await open({ security: 'starttls' })
  expect(await tried(mailServer)).toMatchObject({
    steps: [
      { step: 'look-up', outcome: 'ok' },
      { step: 'connection', outcome: 'ok', detail: `localhost:${mailServer.server.port}` },
      { step: 'encryption', outcome: 'ok', detail: expect.stringMatching(/^TLS/) },
      { step: 'sign-in', outcome: 'ok', detail: 'klinikk' },
      { step: 'acceptance', outcome: 'ok' }
    ],
    error: null
  })
})

it('names the step and the cause of each fault of the settings', async () => {
  const mailServer = await open()
  expect(failedAt(await tried(mailServer, { host: 'finnes-ikke.invalid' }))).toEqual([
    'look-up',
    'email-host-unknown'
  ])
  expect(failedAt(await tried(mailServer, { password: 'feil' }))).toEqual(['sign-in', 'email-sign-in'])
  expect(failedAt(await tried(mailServer, { port: await freePort() }))).toEqual([
    'connection',
    'email-refused'
  ])
  const refusing = await open()
  refusing.manners.onRecipient = '550 5.1.1 No such user'
  expect(failedAt(await tried(refusing))).toEqual(['acceptance', 'email-recipient-refused'])
  const withoutSignIn = await open({ hasSignIn: false })
  expect(failedAt(await tried(withoutSignIn, { user: 'klinikk', password: 'x' }))).toEqual([
    'sign-in',
    'email-sign-in-not-offered'
  ])
})

it('sends nothing, and no password, where the certificate cannot be trusted', async () => {
  const own = await makeCertificate()
  const refusals = [
    [await makeCertificate({ from: -30, until: -2 }), 'email-certificate-expired'],
    [await makeCertificate({ from: 2 }), 'email-clock-wrong'],
    [await makeCertificate({ host: 'en-annen.example' }), 'email-certificate-foreign']
  ] as const
  for (const security of ['tls', 'starttls'] as const) {
    for (const [certificate, code] of refusals) {
      const mailServer = await open({ security, certificate })
      expect(failedAt(await tried(mailServer))).toEqual(['encryption', code])
      expect(mailServer.received).toEqual([])
    }
    const foreign = await open({ security })
    expect(failedAt(await tried({ ...foreign, authorities: [own.cert] }))).toEqual([
      'encryption',
      'email-certificate-untrusted'
    ])
  }
})

it('never goes on unencrypted where encryption is wanted', async () => {
  const plain = await open({ security: 'none', hasSignIn: false })
  expect(failedAt(await tried(plain, { security: 'starttls' }))).toEqual([
    'encryption',
    'email-starttls-missing'
  ])
  expect(failedAt(await tried(plain, { security: 'tls' }))).toEqual(['encryption', 'email-tls-failed'])
  expect(plain.received).toEqual([])
})

it('does not wait for ever for a server that says nothing', async () => {
  const silent = createServer(() => undefined)
  onTestFinished(() => void silent.close())
  const port = await new Promise<number>((resolve) => {
    silent.listen(0, '127.0.0.1', () => {
      const address = silent.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  const server: SmtpServer = { host: '127.0.0.1', port, security: 'none', user: '', password: '' }
  const timeouts = { connectMs: 100, answerMs: 100 }
  const result = await tryMail(server, MAIL, { authorities: [], timeouts })
  expect(failedAt(result)).toEqual(['connection', 'email-no-answer'])
})

async function freePort(): Promise<number> {
  const probe = createServer()
  const port = await new Promise<number>((resolve) => {
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  return port
}
