import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readBackupEnvelope, restoreBackup } from '../database/backup-file'
import { dataFolderPaths, holdDataFolder, readKeyFile } from '../database/data-folder'
import { isKeyOf, openWithRecoveryKey } from '../database/key-envelope'
import { OUTBOX_HELD_MARK } from '../features/messaging'
import { stopPortalAfterRestore } from '../features/portal'
import { writeMark } from '../features/settings'
import { AppError } from '../platform/app-error'
import { systemClock, toStoredInstant } from '../platform/clock'
import type { CommandLine } from './command-line'
import type { Command } from './commands'
import { withHost } from './open-core'

/** Puts a backup in the place of the data; what was there is kept, and nothing leaves until a person says so. */
export const restoreCommand: Command = {
  name: 'restore',
  summary:
    'Put the backup FILE in the place of the data. The old data is kept; messages and the portal wait until a person lets them go.',
  positionals: ['FILE'],
  options: {
    'recovery-key-file': {
      type: 'string',
      value: 'F',
      help: 'a file with the printed recovery key, on a new PC'
    }
  },
  async run(line) {
    const file = resolve(line.positionals[0] ?? '')
    const dataFolder = resolve(line.required('data'))
    const stamp = toStoredInstant(systemClock.now())
    const hold = holdDataFolder(dataFolder, { program: 'restore', pid: process.pid, since: stamp })
    let kept: string | null
    try {
      const key = keyOf(line, file, dataFolder)
      kept = restoreBackup({ file, key, dataFolder, stamp: stamp.replaceAll(':', '').slice(0, 17) })
    } finally {
      hold.release()
    }
    await withHost({ line, program: 'restore' }, async ({ core }) => {
      await core.database.write(async (transaction) => {
        await writeMark(transaction, OUTBOX_HELD_MARK, JSON.stringify(stamp))
        await stopPortalAfterRestore(transaction, stamp)
      })
    })
    return {
      value: { restored: file, kept },
      text: `Restored from ${file}.${kept === null ? '' : ` The data that was there is kept as ${kept}.`}`
    }
  }
}

/** @throws AppError `key-missing`, `database-key-wrong` */
function keyOf(line: CommandLine, file: string, dataFolder: string): Buffer {
  const envelope = readBackupEnvelope(file)
  const { trainingKey } = dataFolderPaths(dataFolder)
  const keyFile = line.text('key-file') ?? (existsSync(trainingKey) ? trainingKey : null)
  const recoveryFile = line.text('recovery-key-file')
  if (recoveryFile !== null && envelope)
    return openWithRecoveryKey(envelope, readFileSync(recoveryFile, 'utf8'))
  if (keyFile === null) throw new AppError('key-missing')
  const key = readKeyFile(keyFile)
  if (envelope && !isKeyOf(envelope, key)) throw new AppError('database-key-wrong')
  return key
}
