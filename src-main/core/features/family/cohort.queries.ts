import { PatientId } from '@contract/ids'
import { CivilDate } from '@contract/values'
import { z } from 'zod'
import type { Reader, Transaction } from '../../database/database'
import { readMark, writeMark } from '../settings'

const MARK = 'coming-of-age'

/** How far the patients have been gone through: all born before that day, and of that day up to this one. */
const Reached = z.strictObject({
  born: CivilDate,
  /** Null: all who were born that day. */
  patientId: PatientId.nullable()
})
export type Reached = z.infer<typeof Reached>

/** Null in a clinic that has never looked. */
export async function readReached(reader: Reader): Promise<Reached | null> {
  const mark = await readMark(reader, MARK)
  return mark === null ? null : Reached.parse(JSON.parse(mark))
}

export async function writeReached(transaction: Transaction, reached: Reached): Promise<void> {
  await writeMark(transaction, MARK, JSON.stringify(reached))
}

/** Whether a patient was gone through before. */
export function isReached(reached: Reached | null, { id, birthDate }: Youth): boolean {
  if (reached === null || birthDate > reached.born) return false
  return birthDate < reached.born || reached.patientId === null || id <= reached.patientId
}

export interface Youth {
  readonly id: PatientId
  readonly birthDate: CivilDate
  readonly isDeceased: boolean
}

/** Those born after the last one gone through, up to a birth date, the oldest first: a stretch of the index of birth dates. */
export async function nextYouths(
  reader: Reader,
  { after, bornUntil, limit }: { after: Reached; bornUntil: CivilDate; limit: number }
): Promise<Youth[]> {
  const { born, patientId } = after
  const rows = await reader
    .selectFrom('patient')
    .select(['id', 'birth_date', 'deceased_on'])
    .where('merged_into', 'is', null)
    .where('birth_date', '>=', born)
    .where('birth_date', '<=', bornUntil)
    .where(({ eb, and, or }) =>
      or([
        eb('birth_date', '>', born),
        ...(patientId === null ? [] : [and([eb('birth_date', '=', born), eb('id', '>', patientId)])])
      ])
    )
    .orderBy('birth_date')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.flatMap(({ id, birth_date, deceased_on }) =>
    birth_date === null ? [] : [{ id, birthDate: birth_date, isDeceased: deceased_on !== null }]
  )
}
