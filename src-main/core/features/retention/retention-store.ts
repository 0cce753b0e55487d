import { RetentionKind } from '@contract/retention'
import { z } from 'zod'
import type { Reader, Transaction } from '../../database/database'
import { readMark, writeMark } from '../settings'
import type { ChosenMonths } from './retention.rules'

const MARK = 'retention'
const FIRST_UNDO_DAYS = 14

const Stored = z.strictObject({
  months: z.partialRecord(RetentionKind, z.int().nullable()),
  undoDays: z.int(),
  /** The last row of each kind that has been gone through; what is emptied stays where it is. */
  reached: z.record(z.string(), z.number())
})

export interface StoredRetention {
  readonly months: ChosenMonths
  readonly undoDays: number
  readonly reached: Readonly<Record<string, number>>
}

export async function readRetention(reader: Reader): Promise<StoredRetention> {
  const stored = await readMark(reader, MARK)
  return stored === null
    ? { months: {}, undoDays: FIRST_UNDO_DAYS, reached: {} }
    : Stored.parse(JSON.parse(stored))
}

export async function writeRetention(transaction: Transaction, retention: StoredRetention): Promise<void> {
  await writeMark(transaction, MARK, JSON.stringify(retention))
}
