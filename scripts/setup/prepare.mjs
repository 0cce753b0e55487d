import { ensureDependencies } from './dependencies.mjs'
import { ensureNode } from './node-runtime.mjs'

/**
 * Runs a command after the set-up that all share: dependencies installed, a Node that is new enough. A failure is one
 * sentence on standard error, and the exit code is the command's.
 * @param {() => Promise<number>} command
 */
export async function withSetUp(command) {
  try {
    await ensureDependencies()
    await ensureNode()
    process.exitCode = await command()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
