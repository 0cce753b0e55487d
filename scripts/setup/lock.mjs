import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { CACHE } from './paths.mjs'

const LOOK_AGAIN_MS = 150

/**
 * Does one thing at a time among all processes of this checkout. A lock whose process has died is taken over.
 * @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withLock(name, work) {
  mkdirSync(CACHE, { recursive: true })
  const file = join(CACHE, `${name}.lock`)
  while (!take(file)) await wait(LOOK_AGAIN_MS)
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    if (!isHeld(file)) rmSync(file, { force: true })
    return false
  }
}

/** @param {string} file */
function isHeld(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return true
  } catch (error) {
    // Gone between two looks, or held by a process of somebody else.
    if (isCode(error, 'ENOENT') || isCode(error, 'EPERM')) return true
    if (isCode(error, 'ESRCH')) return false
    throw error
  }
}

/** @param {unknown} error @param {string} code */
const isCode = (error, code) => error instanceof Error && 'code' in error && error.code === code
