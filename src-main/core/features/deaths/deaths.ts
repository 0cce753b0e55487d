import type { Handlers } from '../../rpc/handlers'
import type { DeathContext } from './context'
import { deathHandlers, type DeathMethods } from './deaths.handlers'

export interface Deaths {
  readonly handlers: Handlers<DeathMethods>
}

/** Deaths as the desk learns of them: what ends with the patient, and what comes back when it was a mistake. */
export function createDeaths(context: DeathContext): Deaths {
  return { handlers: deathHandlers(context) }
}
