import { capture, tool } from '../setup/run.mjs'

/**
 * One thing that was checked, as the summary counts it.
 * @typedef {object} Stage
 * @property {string} name
 * @property {number} passed @property {number} failed @property {number} skipped
 * @property {string} output what to read when it failed
 * @property {string[]} [skippedTests] each with its reason
 * @property {string[]} [failures] each failed test in one line: its name, where, and why
 * @property {number} seconds
 */

/** These tools make much that soon is garbage: with room for it they take a fifth less of the processor. */
const ROOM = '--max-semi-space-size=32'

/** Those written in Go would share their work among processors and do much of it twice, while other checks run beside them. */
const ON_ONE_PROCESSOR = { GOMAXPROCS: '1', GOGC: '200' }

/**
 * Runs a tool as one test: passed with exit code 0.
 * @param {string} name @param {string} packageName @param {string} command @param {readonly string[]} parameters
 * @returns {Promise<Stage>}
 */
export async function runStage(name, packageName, command, parameters) {
  const startedAt = Date.now()
  const call = [ROOM, tool(packageName, command), ...parameters]
  const { code, output } = await capture(process.execPath, call, { env: ON_ONE_PROCESSOR })
  const seconds = (Date.now() - startedAt) / 1000
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output, seconds }
}
