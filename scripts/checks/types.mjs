import { existsSync, mkdirSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'
import { runStage } from './stage.mjs'

// The longest first.
const CONFIGS = ['renderer', 'test', 'core', 'shell', 'preload', 'scripts']

/** One check for each part of the program. @returns {(() => Promise<import('./stage.mjs').Stage>)[]} */
export function typeChecks() {
  mkdirSync(inRoot('.cache', 'types'), { recursive: true })
  return CONFIGS.filter((name) => existsSync(inRoot(`tsconfig.${name}.json`))).map(
    (name) => () => checkOne(name)
  )
}

/** @param {string} name */
function checkOne(name) {
  // Only the renderer reaches .vue files, which need a compiler of their own; that one needs TypeScript 6.
  const [packageName, command] = name === 'renderer' ? ['vue-tsc', 'vue-tsc'] : ['typescript-7', 'tsc']
  const cache = ['--incremental', '--tsBuildInfoFile', `.cache/types/${name}.tsbuildinfo`]
  const parameters = ['-p', `tsconfig.${name}.json`, '--pretty', 'false', ...cache]
  return runStage(`types: ${name}`, packageName, command, parameters)
}
