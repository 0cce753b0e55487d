import { existsSync } from 'node:fs'
import { dataFolderPaths, readEnvelope, readKeyFile } from '../database/data-folder'
import { isKeyOf, openWithRecoveryKey } from '../database/key-envelope'
import { AppError } from '../platform/app-error'
import type { Keychain } from './keychain'

export interface KeySources {
  readonly dataFolder: string
  readonly keychain: Keychain
  /** Named on the command line. */
  readonly keyFile: string | null
  /** Typed by a person. */
  readonly recoveryKey: string | null
}

/**
 * Finds the database key: from the key file named, the recovery key typed, the OS keychain, or the file that only a
 * training clinic has.
 * @returns null when a person has to type the recovery key
 * @throws AppError `database-key-wrong` when the key found is of other data, `recovery-key-…`, `key-file-…`
 */
export async function findKey({
  dataFolder,
  keychain,
  keyFile,
  recoveryKey
}: KeySources): Promise<Buffer | null> {
  const envelope = readEnvelope(dataFolder)
  const { trainingKey } = dataFolderPaths(dataFolder)
  const checked = (key: Buffer): Buffer => {
    if (envelope && !isKeyOf(envelope, key)) throw new AppError('database-key-wrong')
    return key
  }
  if (keyFile !== null) return checked(readKeyFile(keyFile))
  if (recoveryKey !== null) {
    if (!envelope) throw new AppError('key-envelope-missing')
    return openWithRecoveryKey(envelope, recoveryKey)
  }
  if (envelope?.keychain) {
    const key = await keychain.unwrap(envelope.keychain.wrapped)
    if (key && isKeyOf(envelope, key)) return key
  }
  return existsSync(trainingKey) ? checked(readKeyFile(trainingKey)) : null
}
