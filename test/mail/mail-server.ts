import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { SmtpServer } from '../../src-main/core/mail'
import { makeCertificate, type Certificate } from './certificates'

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
}

/** What the server does with a mail: takes it, refuses with an answer such as `550 5.1.1 No such user`, or hangs up. */
export interface MailManners {
  onSignIn?: string
  onSender?: string
  onRecipient?: string
  onText?: string
  /** Reads the whole text and closes the line without an answer. */
  hangsUpAfterText?: boolean
  /** Closes the line when a recipient is named. */
  hangsUpBeforeText?: boolean
  /** Looks at the sender's side when the first of a message is heard. */
  beforeSender?: () => void
}

export interface TestMailServer {
  readonly received: ReceivedMail[]
  /** Every text that came over the line, taken or not. */
  readonly offered: string[]
  readonly manners: MailManners
  /** How many connections were made. */
  connections(): number
  readonly server: SmtpServer
  readonly authorities: readonly string[]
  close(): Promise<void>
}

export interface TestMailServerOptions {
  readonly security?: SmtpServer['security']
  readonly certificate?: Certificate
  readonly hasSignIn?: boolean
  /** Offers no STARTTLS. */
  readonly isPlain?: boolean
}

const PASSWORD = 'hemmelig-passord'
const USER = 'klinikk'

/** A real SMTP server on this PC, with a certificate it made itself. */
export async function openMailServer({
  security = 'tls',
  certificate,
  hasSignIn = true,
  isPlain = security === 'none'
}: TestMailServerOptions = {}): Promise<TestMailServer> {
  const received: ReceivedMail[] = []
  const offered: string[] = []
  const manners: MailManners = {}
  const { key, cert } = certificate ?? (await makeCertificate())
  let connections = 0
  const options: SMTPServerOptions = {
    secure: security === 'tls',
    key,
    cert,
    name: 'post.example',
    logger: false,
    authOptional: !hasSignIn,
    disabledCommands: [...(isPlain ? ['STARTTLS'] : []), ...(hasSignIn ? [] : ['AUTH'])],
    onConnect(_session, done) {
      connections++
      done()
    },
    onAuth({ username, password }, _session, done) {
      if (manners.onSignIn) return done(answer(manners.onSignIn))
      if (username === USER && password === PASSWORD) return done(null, { user: USER })
      done(answer('535 5.7.8 Authentication credentials invalid'))
    },
    onMailFrom(_address, _session, done) {
      manners.beforeSender?.()
      done(manners.onSender ? answer(manners.onSender) : null)
    },
    onRcptTo(_address, session, done) {
      if (manners.hangsUpBeforeText) return hangUp(session.id)
      done(manners.onRecipient ? answer(manners.onRecipient) : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        offered.push(raw)
        if (manners.hangsUpAfterText) return hangUp(session.id)
        if (manners.onText) return done(answer(manners.onText))
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        const to = rcptTo.map(({ address }) => address)
        received.push({ from, to, raw })
        done(null, '2.0.0 taken')
      })
    }
  }
  const smtp = new SMTPServer(options)
  // A client that does not trust the certificate hangs up in the middle; that is what some tests are about.
  smtp.on('error', () => undefined)

  function hangUp(id: string): void {
    for (const connection of smtp.connections) if (connection.session.id === id) connection.close()
  }

  const port = await new Promise<number>((resolve) => {
    const listener = smtp.listen(0, '127.0.0.1', () => {
      const address = listener.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  return {
    received,
    offered,
    manners,
    connections: () => connections,
    server: {
      host: security === 'none' ? '127.0.0.1' : 'localhost',
      port,
      security,
      user: hasSignIn ? USER : '',
      password: hasSignIn ? PASSWORD : ''
    },
    authorities: [cert],
    close: () => new Promise((resolve) => smtp.close(() => resolve()))
  }
}

function answer(line: string): Error {
  const [, code = '550', text = ''] = /^(\d{3}) (.*)$/.exec(line) ?? []
  return Object.assign(new Error(text), { responseCode: Number(code) })
}
