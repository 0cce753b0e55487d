import { AppError } from '../platform/app-error'
import { Session } from '../rpc/session'
import type { Command } from './commands'
import { withHost } from './open-core'
import { askRunningCore } from './remote-core'

/** Calls one contract method as a manager. */
export const callCommand: Command = {
  name: 'call',
  summary: 'Call one method of the contract as a manager, in the running core or in one of its own.',
  positionals: ['METHOD', 'JSON'],
  options: { now: { type: 'string', value: 'ISO', help: 'start the clock there (own core only)' } },
  async run(line) {
    const [method = '', json = '{}'] = line.positionals
    const input = parseJson(json)
    const remote = await askRunningCore(line, { kind: 'call', method, input })
    if (remote) return { value: remote.output }
    return await withHost({ line, program: 'call' }, async (host) => ({
      value: await host.dispatcher.call(method, input, new Session(true))
    }))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('usage', { problem: 'the input is no JSON' }, { cause })
  }
}
