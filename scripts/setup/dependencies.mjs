import { existsSync, statSync } from 'node:fs'
import { withLock } from './lock.mjs'
import { inRoot } from './paths.mjs'
import { npm, run } from './run.mjs'

/**
 * Installs the dependencies when there are none, or when the lock file is newer than what is installed. Two at once
 * would empty each other's folder, so the second waits and looks again.
 */
export async function ensureDependencies() {
  if (!areDependenciesStale()) return
  await withLock('dependencies', async () => {
    if (areDependenciesStale()) await install()
  })
}

const areDependenciesStale = () =>
  areStale(inRoot('package-lock.json'), inRoot('node_modules', '.package-lock.json'))

async function install() {
  console.error('Installing dependencies (npm ci) …')
  const [command, parameters, options] = npm(['ci', '--no-audit', '--no-fund'])
  // Standard output belongs to the command that was asked for, so npm writes to standard error.
  const code = await run(command, parameters, { ...options, stdio: ['ignore', 2, 2] })
  if (code !== 0)
    throw new Error('The dependencies could not be installed: look at the messages of npm above.')
}

/** @param {string} lockFile @param {string} installedMark */
export function areStale(lockFile, installedMark) {
  return !existsSync(installedMark) || statSync(installedMark).mtimeMs < statSync(lockFile).mtimeMs
}
