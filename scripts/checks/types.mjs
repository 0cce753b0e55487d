import { existsSync, mkdirSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'
import { runStage } from './stage.mjs'

/** @typedef {import('./stage.mjs').Stage} Stage */

// The longest first. The tests read the core's declarations, which its own check writes.
const CONFIGS = ['renderer', 'core', 'test', 'shell', 'preload', 'scripts']
const NEEDS = new Map([['test', 'core']])

/** One check for each part of the program. @returns {(() => Promise<Stage>)[]} */
export function typeChecks() {
  mkdirSync(inRoot('.cache', 'types'), { recursive: true })
  /** @type {Map<string | undefined, Promise<Stage>>} */
  const begun = new Map()
  return CONFIGS.filter((name) => existsSync(inRoot(`tsconfig.${name}.json`))).map((name) => async () => {
    await begun.get(NEEDS.get(name))
    const check = checkOne(name)
    begun.set(name, check)
    return await check
  })
}

/** @param {string} name */
function checkOne(name) {
  // Only the renderer reaches .vue files, which need a compiler of their own; that one needs TypeScript 6.
  const [packageName, command] = name === 'renderer' ? ['vue-tsc', 'vue-tsc'] : ['typescript-7', 'tsc']
  const cache = ['--incremental', '--tsBuildInfoFile', `.cache/types/${name}.tsbuildinfo`]
  // Several checkers of one program work out the same types once each.
  const alone = name === 'renderer' ? [] : ['--checkers', '1']
  const parameters = ['-p', `tsconfig.${name}.json`, '--pretty', 'false', ...cache, ...alone]
  return runStage(`types: ${name}`, packageName, command, parameters)
}
