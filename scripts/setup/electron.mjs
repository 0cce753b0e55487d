import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { developmentElectron } from './development-electron.mjs'
import { nodeOfTheCore } from './node-runtime.mjs'
import { CACHE, inRoot } from './paths.mjs'
import { run } from './run.mjs'

/**
 * @typedef {object} Electron
 * @property {'official' | 'development'} kind
 * @property {string} executablePath
 * @property {string} version
 * @property {Record<string, string>} environment what the program must be started with
 */

const DOWNLOAD_PATIENCE_MS = 180_000
/** After a failed download the next attempt waits this long, so that not every start is slow. */
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000
const FAILED_MARK = join(CACHE, 'electron-download-failed')

/** @returns {Promise<Electron>} */
export async function ensureElectron() {
  return (await officialElectron()) ?? (await ensureDevelopmentElectron())
}

/** The Electron of the lock file, downloaded now if need be; null where it cannot be had. @returns {Promise<Electron | null>} */
async function officialElectron() {
  const present = downloaded()
  if (present) return official(present)
  if (hasFailedLately()) return null
  console.error('Downloading Electron …')
  const installer = inRoot('node_modules', 'electron', 'install.js')
  await run(process.execPath, [installer], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeoutMs: DOWNLOAD_PATIENCE_MS
  })
  const path = downloaded()
  if (path) {
    rmSync(FAILED_MARK, { force: true })
    return official(path)
  }
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(
    FAILED_MARK,
    'Electron could not be downloaded. Delete this file to try again at the next start.\n'
  )
  return null
}

/** @param {string} executablePath @returns {Electron} */
const official = (executablePath) => ({
  kind: 'official',
  executablePath,
  version: lockedVersion(),
  environment: {}
})

function lockedVersion() {
  return JSON.parse(readFileSync(inRoot('node_modules', 'electron', 'package.json'), 'utf8')).version
}

function downloaded() {
  const folder = inRoot('node_modules', 'electron')
  const mark = join(folder, 'path.txt')
  const path = existsSync(mark) ? join(folder, 'dist', readFileSync(mark, 'utf8')) : null
  return path && existsSync(path) ? path : null
}

function hasFailedLately() {
  return existsSync(FAILED_MARK) && Date.now() - statSync(FAILED_MARK).mtimeMs < RETRY_AFTER_MS
}

/** @returns {Promise<Electron>} */
async function ensureDevelopmentElectron() {
  const wanted = lockedVersion()
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron ${wanted} could not be downloaded from GitHub. Check the network or a proxy, delete ${FAILED_MARK} and try again.`
    )
  }
  const { executablePath, version } = await developmentElectron()
  console.error(
    `Electron ${wanted} cannot be downloaded here; using Electron ${version}, for development only.`
  )
  return {
    kind: 'development',
    executablePath,
    version,
    environment: {
      SKRANKE_CORE_NODE: nodeOfTheCore(),
      // Where the package `electron`, and Playwright through it, finds the program.
      ELECTRON_OVERRIDE_DIST_PATH: dirname(executablePath)
    }
  }
}
