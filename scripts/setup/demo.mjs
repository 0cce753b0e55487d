import { existsSync, renameSync, rmSync } from 'node:fs'
import { inRoot } from './paths.mjs'
import { run } from './run.mjs'

/** Makes a demo clinic in a folder that does not exist yet; a making that was cut short leaves nothing behind. @param {string} folder */
export async function makeDemo(folder) {
  if (existsSync(folder)) return
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  const parameters = [inRoot('out', 'main', 'cli.cjs'), 'init', '--demo', '--data', unfinished]
  const code = await run(process.execPath, parameters, { stdio: ['ignore', 2, 2] })
  if (code !== 0) throw new Error('The demo clinic could not be made: look at the message above.')
  renameSync(unfinished, folder)
}
