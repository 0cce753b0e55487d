import { existsSync, rmSync } from 'node:fs'
import type { Core } from '../core'
import { dataFolderPaths, writeEnvelope, writeKeyFile } from '../database/data-folder'
import { sealKey, type NewKey } from '../database/key-envelope'
import { AppError } from '../platform/app-error'
import type { Host } from './host'

/**
 * Makes the key files and the database, then lets `fill` write the clinic. A failure on the way takes all of it away
 * again, so that the folder is as empty as before.
 */
export async function makeClinic<T>(
  host: Host,
  newKey: NewKey,
  isTraining: boolean,
  fill: (core: Core) => Promise<T>
): Promise<T> {
  const { dataFolder, keychain, keyFile = null } = host.options
  const paths = dataFolderPaths(dataFolder)
  if (existsSync(paths.database)) throw new AppError('clinic-exists')
  try {
    writeEnvelope(dataFolder, { ...sealKey(newKey), keychain: await keychain.wrap(newKey.key) })
    // A training clinic's people are synthetic: its key may lie beside the data, so that it opens without a question.
    if (isTraining && keyFile === null) writeKeyFile(paths.trainingKey, newKey.key)
    const core = await host.openWith(newKey.key)
    const result = await fill(core)
    await host.followDemoTime(core.database)
    await host.refreshIdentity()
    return result
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
