import {
  methods,
  type MethodInput,
  type MethodName,
  type MethodOutput
} from '../../../src-preload/contract/index'
import { askCoreOf } from '../../../src-main/core/cli/remote-core'
import { AppError } from '../../../src-main/core/platform/app-error'
import type { PhoneText } from '../pages/page'

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

/** What the demo clinic's simulated telephones have received, the newest first; nothing where a real modem was chosen. */
export async function textsOf(core: AskCore): Promise<readonly PhoneText[]> {
  try {
    return (await core('modem.simulatedTexts', {})) ?? []
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
