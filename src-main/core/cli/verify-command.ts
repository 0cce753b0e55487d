import { verifyData, type Verification } from '../host/verify'
import type { Command } from './commands'
import { withHost } from './open-core'
import { askRunningCore } from './remote-core'

/** Reads everything back: pages, references, the access log's chain. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Check that the data is whole: every page, every reference, every row of the access log.',
  positionals: [],
  options: {},
  async run(line) {
    const remote = await askRunningCore(line, { kind: 'verify' })
    const value = remote
      ? remote.output
      : await withHost({ line, program: 'verify' }, async ({ core }) => await verifyData(core))
    const isSuccess = isWhole(value)
    return {
      value,
      text: isSuccess ? 'The data is whole.' : `The data is not whole: ${JSON.stringify(value)}`,
      isSuccess
    }
  }
}

function isWhole(value: unknown): value is Verification {
  return typeof value === 'object' && value !== null && 'isWhole' in value && value.isWhole === true
}
