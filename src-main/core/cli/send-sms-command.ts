import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { OperatorSms } from '../features/messaging'
import { AppError } from '../platform/app-error'
import type { CommandLine } from './command-line'
import type { Command } from './commands'
import { withHost } from './open-core'
import { askRunningCore } from './remote-core'
import { toldToStop } from './stop-signal'

const DEFAULT_WAIT_SECONDS = 60

/** An operator's own texts through the outbox. */
export const sendSmsCommand: Command = {
  name: 'send-sms',
  summary: 'Send the texts in FILE (JSON lines of to, text, key) and wait until every one has ended.',
  positionals: ['FILE'],
  options: {
    modem: {
      type: 'string',
      multiple: true,
      value: 'PATH',
      help: 'a serial port, or a pattern; may repeat. Without it the running core sends'
    },
    wait: {
      type: 'string',
      value: 'SECONDS',
      help: 'how long for the modem to become ready at first (60)'
    },
    now: { type: 'string', value: 'ISO', help: 'start the clock there' }
  },
  notes: [
    'Prints { sent, delivered, failed, uncertain, expired, messages: [{ key, to, state, attempts }] }, one message for\neach key in the order of the file. A key seen before adds nothing. A number or text that cannot be sent is failed\nwith 0 attempts.',
    'Ends with 0 when every key has ended, whatever its state: the counts say what failed. Ends with 1 and an error when\nit could not wait for that: no modem became ready (modem-unavailable), the file is malformed, it was stopped. A\nmodem that was ready and is pulled out is waited for. The messages stay in the outbox for 24 hours; the same\ncommand goes on with them and sends nothing twice.'
  ],
  async run(line) {
    const messages = await readMessages(line.positionals[0] ?? '')
    const modemPaths = line.texts('modem')
    const modemWaitMs = waitMs(line)
    if (modemPaths.length === 0) {
      const remote = await askRunningCore(line, { kind: 'send-sms', messages })
      if (!remote) throw new AppError('modem-not-named')
      return { value: remote.output }
    }
    return await withHost({ line, program: 'send-sms', runsJobs: true, modemPaths }, async ({ core }) => ({
      value: await Promise.race([
        naming(modemPaths, core.sendOperatorSms(messages, { modemWaitMs })),
        toldToStop().then(() => {
          throw new AppError('stopped')
        })
      ])
    }))
  }
}

/** A modem that was never found has no path of its own: what was named is told instead. */
async function naming<T>(paths: readonly string[], work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'modem-unavailable') throw error
    const path = error.parameters['path'] || paths.join(', ')
    throw new AppError(error.code, { ...error.parameters, path }, { cause: error })
  }
}

/** @throws AppError `usage` */
function waitMs(line: CommandLine): number {
  const seconds = Number(line.text('wait') ?? DEFAULT_WAIT_SECONDS)
  if (!Number.isFinite(seconds) || seconds < 0)
    throw new AppError('usage', { problem: '--wait takes a number of seconds' })
  return seconds * 1_000
}

/** @throws AppError `file-missing`; `file-malformed` with the line */
async function readMessages(file: string): Promise<OperatorSms[]> {
  if (!existsSync(file)) throw new AppError('file-missing', { file })
  const messages: OperatorSms[] = []
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1
    if (text.trim() !== '') messages.push(parseMessage(text.replace(/^\uFEFF/, ''), { file, line }))
  }
  return messages
}

function parseMessage(text: string, place: { file: string; line: number }): OperatorSms {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('file-malformed', { ...place, problem: 'it is no JSON' }, { cause })
  }
  const parsed = OperatorSms.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new AppError('file-malformed', {
    ...place,
    problem: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()
  })
}
