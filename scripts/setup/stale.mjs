import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Whether something built at the time in `stampFile` is older than what it was built from.
 * @param {string} stampFile @param {readonly string[]} sources files and folders
 */
export function isStale(stampFile, sources) {
  if (!existsSync(stampFile)) return true
  const builtAt = Number(readFileSync(stampFile, 'utf8'))
  return !(newestChange(sources) < builtAt)
}

/** The time of the newest change among files and folders, in milliseconds. @param {readonly string[]} sources */
export function newestChange(sources) {
  let newest = 0
  for (const source of sources) {
    if (!existsSync(source)) continue
    const { mtimeMs, isFolder } = look(source)
    // A folder's own time tells of files that were taken away.
    newest = Math.max(newest, mtimeMs)
    if (isFolder)
      newest = Math.max(newest, newestChange(readdirSync(source).map((name) => join(source, name))))
  }
  return newest
}

/** @param {string} path */
function look(path) {
  const status = statSync(path)
  return { mtimeMs: status.mtimeMs, isFolder: status.isDirectory() }
}
