import { atOnce } from './at-once.mjs'
import { formatAndUse, lint } from './lint.mjs'
import { typeChecks } from './types.mjs'

/** Everything that is checked by reading. @returns {Promise<import('./stage.mjs').Stage[]>} */
export function staticChecks() {
  return atOnce([lint, ...typeChecks(), ...formatAndUse])
}
