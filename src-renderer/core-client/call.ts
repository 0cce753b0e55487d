import type { MethodInput, MethodName, MethodOutput } from './bridge'
import { toCoreError } from './core-error'
import { plain } from './plain'

/** Calls one method of the contract. Rejects with a CoreError. */
export async function call<M extends MethodName>(method: M, input: MethodInput<M>): Promise<MethodOutput<M>> {
  try {
    return await window.skranke.call(method, plain(input))
  } catch (rejection) {
    throw toCoreError(rejection)
  }
}
