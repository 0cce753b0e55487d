import { atOnce } from './at-once.mjs'
import { formatAndUse, lint, lintPromises } from './lint.mjs'
import { typeChecks } from './types.mjs'

/** Everything that is checked by reading. @returns {Promise<import('./stage.mjs').Stage[]>} */
export function staticChecks() {
  return atOnce([lint, lintPromises, ...typeChecks(), ...formatAndUse])
}
