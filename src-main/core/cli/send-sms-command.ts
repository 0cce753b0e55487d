import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { OperatorSms, type OperatorSmsSummary } from '../features/messaging'
import { AppError } from '../platform/app-error'
import type { Command } from './commands'
import { withHost } from './open-core'
import { askRunningCore } from './remote-core'

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
    now: { type: 'string', value: 'ISO', help: 'start the clock there' }
  },
  async run(line) {
    const messages = await readMessages(line.positionals[0] ?? '')
    const modemPaths = line.texts('modem')
    if (modemPaths.length === 0) {
      const remote = await askRunningCore(line, { kind: 'send-sms', messages })
      if (!remote) throw new AppError('modem-not-named')
      return { value: remote.output }
    }
    const value: OperatorSmsSummary = await withHost(
      { line, program: 'send-sms', runsJobs: true, modemPaths },
      async ({ core }) => await core.sendOperatorSms(messages)
    )
    return { value }
  }
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
