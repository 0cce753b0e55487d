import type { Neighbours } from '../patients'
import { findPatientRows, isMinor } from '../patients'
import { announceOfAge } from './announce'
import { cameOfAge, type OfAgeDependencies } from './of-age'

/**
 * A birth date was corrected, or became known: whoever was taken for a child and is none loses those who acted for
 * them, from this moment, and the desk is asked to confirm telephone and consents, as on the birthday itself.
 */
export function createBirthDateChanged(dependencies: OfAgeDependencies): Neighbours['birthDateChanged'] {
  return async (transaction, id, { before, day }) => {
    const [row] = await findPatientRows(transaction, [id])
    const birthDate = row?.birth_date ?? null
    if (!row || birthDate === null || birthDate === before) return () => undefined
    const wasTakenForChild = before === null || isMinor(before, day)
    if (!wasTakenForChild || isMinor(birthDate, day)) return () => undefined
    const youth = { id, birthDate, isDeceased: row.deceased_on !== null }
    const done = await cameOfAge(dependencies, transaction, { youth, day, isCorrected: before !== null })
    return () => done && announceOfAge(dependencies, done)
  }
}
