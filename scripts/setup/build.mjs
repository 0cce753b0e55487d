import { existsSync, writeFileSync } from 'node:fs'
import { inRoot } from './paths.mjs'
import { run, tool } from './run.mjs'
import { isStale } from './stale.mjs'
import { withLock } from './lock.mjs'

const EVERYTHING = [
  'src-preload',
  'migrations',
  'resources',
  'package-lock.json',
  'electron.vite.config.ts',
  'scripts/vite'
]
const SOURCES = {
  main: ['src-main', ...EVERYTHING],
  all: ['src-main', 'src-renderer', ...EVERYTHING]
}
/** @typedef {keyof typeof SOURCES} Part */

const STAMPS = { main: inRoot('out', 'main', '.built-at'), all: inRoot('out', 'renderer', '.built-at') }

/** @param {Part} part */
export function isBuildStale(part) {
  return (
    isStale(
      STAMPS[part],
      SOURCES[part].map((source) => inRoot(source))
    ) || !existsSync(inRoot('out/main/main.cjs'))
  )
}

/** Builds what is stale. Two at once would empty each other's folder, so the second waits and looks again. @param {Part} part */
export async function ensureBuilt(part) {
  if (!isBuildStale(part)) return
  await withLock('build', async () => {
    if (isBuildStale(part)) await build(part)
  })
}

/** @param {Part} part */
export async function build(part) {
  const startedAt = Date.now()
  const env = part === 'main' ? { SKRANKE_BUILD_ONLY: 'main' } : {}
  // Standard output belongs to the command that was asked for.
  const parameters = [tool('electron-vite'), 'build', '--logLevel', part === 'main' ? 'error' : 'warn']
  const code = await run(process.execPath, parameters, { env, stdio: ['ignore', 2, 2] })
  if (code !== 0) throw new Error('The build failed: look at the messages above.')
  writeFileSync(STAMPS.main, String(startedAt))
  if (part === 'all') writeFileSync(STAMPS.all, String(startedAt))
}
