import type { Reader } from '../../database/database'
import { hashEntry } from './audit.rules'
import { entriesAfter, readHead } from './audit.queries'

export type AccessLogVerdict =
  | { readonly isWhole: true; readonly entries: number }
  | {
      readonly isWhole: false
      readonly entries: number
      readonly code: 'row-changed' | 'row-missing'
      readonly id: number
    }

const BATCH = 5_000

/** Reads the whole log and finds the first row that was changed, is missing or was put in. */
export async function verifyAccessLog(reader: Reader): Promise<AccessLogVerdict> {
  const head = await readHead(reader)
  let hash = ''
  let lastId = 0
  let entries = 0
  for (;;) {
    const batch = await entriesAfter(reader, lastId, BATCH)
    for (const row of batch) {
      if (row.id !== lastId + 1 || row.previous_hash !== hash)
        return { isWhole: false, entries, code: 'row-missing', id: lastId + 1 }
      if (hashEntry(hash, row) !== row.hash)
        return { isWhole: false, entries, code: 'row-changed', id: row.id }
      hash = row.hash
      lastId = row.id
      entries += 1
    }
    if (batch.length < BATCH) break
  }
  if (entries !== head.entries || hash !== head.hash)
    return { isWhole: false, entries, code: 'row-missing', id: lastId + 1 }
  return { isWhole: true, entries }
}
