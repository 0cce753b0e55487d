import {
  methods,
  type MethodInput,
  type MethodName,
  type MethodOutput
} from '../../../src-preload/contract/index'
import { askCoreOf } from '../../../src-main/core/cli/remote-core'
import { AppError } from '../../../src-main/core/platform/app-error'

/** Asks one method of the contract, as a manager would. @returns null where no clinic is open there */
export type AskCore = <Name extends MethodName>(
  method: Name,
  input: MethodInput<Name>
) => Promise<MethodOutput<Name> | null>

/** Asks the program that has the data folder open. */
export function coreOf(dataFolder: string): AskCore {
  return async (method, input) => {
    const reply = await askCoreOf({ dataFolder }, { kind: 'call', method, input }).catch((error: unknown) => {
      // It has begun but has no clinic open yet, or is about to end.
      if (error instanceof AppError && error.code === 'core-unavailable') return null
      throw error
    })
    return reply && (methods[method].output.parse(reply.output) as MethodOutput<typeof method>)
  }
}
