import { existsSync, rmSync } from 'node:fs'
import type { Core } from '../core'
import { dataFolderPaths, writeEnvelope, writeKeyFile } from '../database/data-folder'
import { sealKey, type NewKey } from '../database/key-envelope'
import { AppError } from '../platform/app-error'
import type { Host } from './host'

/**
 * Makes the key files and the database, lets `fill` write the clinic, and opens it. A failure on the way takes all of it
 * away again, so that the folder is as empty as before. While it is filled no scheduler and no modem work on it: the demo
 * clinic's past messages would be sent one by one.
 */
export async function makeClinic(
  host: Host,
  newKey: NewKey,
  isTraining: boolean,
  fill: (core: Core) => Promise<void>
): Promise<Core> {
  const { dataFolder, keychain, keyFile = null } = host.options
  const paths = dataFolderPaths(dataFolder)
  if (existsSync(paths.database)) throw new AppError('clinic-exists')
  try {
    writeEnvelope(dataFolder, { ...sealKey(newKey), keychain: await keychain.wrap(newKey.key) })
    // A training clinic's people are synthetic: its key may lie beside the data, so that it opens without a question.
    if (isTraining && keyFile === null) writeKeyFile(paths.trainingKey, newKey.key)
    await fill(await host.openWith(newKey.key, true))
    await host.closeClinic()
    return await host.openWith(newKey.key)
  } catch (error) {
    await host.closeClinic()
    for (const file of [
      paths.database,
      `${paths.database}-wal`,
      `${paths.database}-shm`,
      paths.envelope,
      paths.trainingKey
    ]) {
      rmSync(file, { force: true })
    }
    throw error
  }
}
