import { existsSync } from 'node:fs'
import { inRoot } from './paths.mjs'
import { run } from './run.mjs'

/** The database driver's binaries need Node-API 10. */
const OLDEST_NODE = { major: 22, minor: 14 }

/** The Node that came with the dependencies. */
export function bundledNode() {
  return inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/** @param {string} version as in `process.versions.node` */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor)
}

/** A Node that can run the core: ours when it is new enough. */
export function nodeOfTheCore() {
  return isNewEnough(process.versions.node) ? process.execPath : bundledNode()
}

/**
 * Goes on in a Node that is new enough: when ours is not, starts this very script again in the bundled one and ends
 * with its exit code. Child tools find the same Node first in their PATH.
 */
export async function ensureNode() {
  if (isNewEnough(process.versions.node)) return
  const node = bundledNode()
  if (!existsSync(node)) {
    throw new Error(
      `Node ${process.versions.node} is too old and ${node} is missing: run "npm ci", or install Node 24.`
    )
  }
  process.exit(await run(node, process.argv.slice(1), { cwd: process.cwd() }))
}
