import { lookup } from 'node:dns/promises'
import { EmailTestStep, type EmailTest } from '@contract/email'
import { AppError } from '../platform/app-error'
import { isMailFault, mailError, stepOfFault } from './mail-fault.rules'
import type { Mail } from './mail-message'
import type { SmtpServer } from './smtp-server'
import { SmtpSession, type MailOutcome, type SessionOptions } from './smtp-session'

type Step = EmailTest['steps'][number]

const STEPS = EmailTestStep.options

/** Sends one mail and tells of each step how it went: look-up, connection, encryption, sign-in, acceptance. */
export async function tryMail(server: SmtpServer, mail: Mail, options: SessionOptions): Promise<EmailTest> {
  const done: Step[] = []
  const note = (step: EmailTestStep, detail: string, outcome: Step['outcome'] = 'ok'): void => {
    done.push({ step, outcome, detail })
  }
  let session: SmtpSession | null = null
  try {
    note('look-up', await addressOf(server.host))
    session = await SmtpSession.connect(server, options)
    note('connection', `${server.host}:${server.port}`)
    note('encryption', session.encryption, session.encryption === '' ? 'not-needed' : 'ok')
    await session.signIn()
    note('sign-in', server.user, server.user === '' ? 'not-needed' : 'ok')
    note('acceptance', acceptedBy(await session.send(mail), server))
    return { steps: done, error: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { steps: withFailure(done, error), error: { code: error.code, parameters: error.parameters } }
  } finally {
    session?.close()
  }
}

async function addressOf(host: string): Promise<string> {
  try {
    const { address } = await lookup(host)
    return address
  } catch (cause) {
    throw mailError('email-host-unknown', { host }, cause)
  }
}

function acceptedBy(outcome: MailOutcome, { host, port }: SmtpServer): string {
  if (outcome.kind === 'accepted') return outcome.response
  throw mailError(outcome.fault, { host, port }, null)
}

/** The steps before the one that failed went well, those after it were not reached. */
function withFailure(done: readonly Step[], { code }: AppError): Step[] {
  const failedAt = isMailFault(code) ? STEPS.indexOf(stepOfFault(code)) : done.length
  return STEPS.map((step, index) => {
    if (index === failedAt) return { step, outcome: 'failed', detail: '' }
    if (index > failedAt) return { step, outcome: 'not-reached', detail: '' }
    return done.find((each) => each.step === step) ?? { step, outcome: 'ok', detail: '' }
  })
}
