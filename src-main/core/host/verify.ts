import type { Core } from '../core'
import { verifyAccessLog, type AccessLogVerdict } from '../features/audit'

export interface Verification {
  readonly isWhole: boolean
  /** `ok`, or the first things SQLite found wrong. */
  readonly database: string
  readonly foreignKeys: number
  readonly accessLog: AccessLogVerdict
}

/** Reads every page (each is authenticated by the cipher), checks references and the access log's chain. */
export async function verifyData({ database }: Core): Promise<Verification> {
  const integrity = database.checkIntegrity()
  if (integrity !== 'ok') {
    return {
      isWhole: false,
      database: integrity,
      foreignKeys: 0,
      accessLog: { isWhole: false, entries: 0, code: 'row-missing', id: 0 }
    }
  }
  const foreignKeys = database.countBrokenReferences()
  const accessLog = await verifyAccessLog(database.reader)
  return { isWhole: foreignKeys === 0 && accessLog.isWhole, database: integrity, foreignKeys, accessLog }
}
