import { existsSync, mkdirSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'
import { runStage } from './stage.mjs'

// The longest first.
const CONFIGS = ['renderer', 'test', 'core', 'shell', 'preload', 'scripts']
const AT_ONCE = 2

/** @returns {Promise<import('./stage.mjs').Stage[]>} */
export async function checkTypes() {
  mkdirSync(inRoot('.cache', 'types'), { recursive: true })
  const waiting = CONFIGS.filter((name) => existsSync(inRoot(`tsconfig.${name}.json`)))
  /** @type {import('./stage.mjs').Stage[]} */
  const stages = []
  const work = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) stages.push(await checkOne(name))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return stages.sort((one, other) => one.name.localeCompare(other.name))
}

/** @param {string} name */
function checkOne(name) {
  // Only the renderer reaches .vue files, which need a compiler of their own; that one needs TypeScript 6.
  const [packageName, command] = name === 'renderer' ? ['vue-tsc', 'vue-tsc'] : ['typescript-7', 'tsc']
  const cache = ['--incremental', '--tsBuildInfoFile', `.cache/types/${name}.tsbuildinfo`]
  const parameters = ['-p', `tsconfig.${name}.json`, '--pretty', 'false', ...cache]
  return runStage(`types: ${name}`, packageName, command, parameters)
}
