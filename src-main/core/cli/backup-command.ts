import { resolve } from 'node:path'
import { writeBackup } from '../database/backup-file'
import type { Command } from './commands'
import { withHost } from './open-core'
import { askRunningCore } from './remote-core'

/** Writes an encrypted backup that has been read back. */
export const backupCommand: Command = {
  name: 'backup',
  summary: 'Write an encrypted backup to FILE and read it back.',
  positionals: ['FILE'],
  options: {},
  async run(line) {
    const file = resolve(line.positionals[0] ?? '')
    const remote = await askRunningCore(line, { kind: 'backup', file })
    if (!remote) {
      await withHost({ line, program: 'backup' }, ({ core, options }) => {
        writeBackup(core.database, options.dataFolder, file)
        return Promise.resolve()
      })
    }
    return { value: { file }, text: `The backup is in ${file}; it has been read back whole.` }
  }
}
