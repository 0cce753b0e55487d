import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { capture, tool } from '../setup/run.mjs'

/** What must stand in the finished binary; the names are those @electron/fuses prints. */
const EXPECTED = {
  RunAsNode: 'Disabled',
  EnableCookieEncryption: 'Enabled',
  EnableNodeOptionsEnvironmentVariable: 'Disabled',
  EnableNodeCliInspectArguments: 'Disabled',
  EnableEmbeddedAsarIntegrityValidation: 'Enabled',
  OnlyLoadAppFromAsar: 'Enabled',
  GrantFileProtocolExtraPrivileges: 'Disabled'
}

/** Reads the fuses back out of the packaged binary; throws with those that are not as they must be. @param {string} folder */
export async function readFuses(folder) {
  const { code, output } = await capture(process.execPath, [
    tool('@electron/fuses', 'electron-fuses'),
    'read',
    '--app',
    programOf(folder)
  ])
  if (code !== 0) throw new Error(`The fuses of the packaged program could not be read.\n${output}`)
  const wrong = wrongFuses(output)
  if (wrong.length > 0) throw new Error(`The packaged program has wrong fuses: ${wrong.join(', ')}.`)
  console.log('Fuses read back: all as they must be.')
}

/** @param {string} output of `electron-fuses read` */
export function wrongFuses(output) {
  // Colours stand between the words.
  const plain = output.replaceAll(/\u001b\[\d+m/g, '')
  return Object.entries(EXPECTED)
    .filter(([name, state]) => !new RegExp(`${name} is ${state}`).test(plain))
    .map(([name]) => name)
}

/** @param {string} folder */
function programOf(folder) {
  const entries = readdirSync(folder)
  const name = entries.find(
    (entry) => entry === 'skranke' || entry === 'Skranke.exe' || entry.endsWith('.app')
  )
  if (!name) throw new Error(`There is no program in ${folder}.`)
  return join(folder, name)
}
