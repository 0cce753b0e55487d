import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { inRoot } from './paths.mjs'
import { run } from './run.mjs'

/**
 * Makes a demo clinic in a folder that has none yet; a making that was cut short leaves nothing behind.
 * @param {string} folder @param {string} [now] ISO; its weeks lie around this moment instead of the present
 */
export async function makeDemo(folder, now) {
  await withLock('demo', async () => {
    if (!existsSync(join(folder, 'clinic.db'))) await make(folder, now)
  })
}

/** @param {string} folder @param {string} [now] */
async function make(folder, now) {
  console.error('Making the demo clinic …')
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  const parameters = [
    inRoot('out', 'main', 'cli.cjs'),
    'init',
    '--demo',
    '--data',
    unfinished,
    ...(now ? ['--now', now] : [])
  ]
  const code = await run(process.execPath, parameters, { stdio: ['ignore', 'ignore', 2] })
  if (code !== 0) throw new Error('The demo clinic could not be made: look at the message above.')
  // Without a clinic there is at most the profile of a program that was started on the empty folder.
  rmSync(folder, { recursive: true, force: true })
  renameSync(unfinished, folder)
}
