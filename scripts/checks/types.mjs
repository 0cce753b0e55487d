import { existsSync, mkdirSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'
import { runStage } from './stage.mjs'

const CONFIGS = ['core', 'shell', 'preload', 'renderer', 'test', 'scripts']
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
  // Only the renderer and the tests reach .vue files.
  const compiler = name === 'renderer' || name === 'test' ? 'vue-tsc' : 'typescript'
  const cache = ['--incremental', '--tsBuildInfoFile', `.cache/types/${name}.tsbuildinfo`]
  const parameters = ['-p', `tsconfig.${name}.json`, '--pretty', 'false', ...cache]
  return runStage(`types: ${name}`, compiler, compiler === 'typescript' ? 'tsc' : compiler, parameters)
}
