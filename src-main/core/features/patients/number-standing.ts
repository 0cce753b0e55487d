import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { findChanges } from './identifier-changes.queries'
import { isHelpNumber, isMainNumber, standingNumber } from './identifier-standing.rules'
import { findIdentifiers, type IdentifierRow } from './identifiers.queries'

/** What somebody who logs in elsewhere may be known by there. */
export interface NumberStanding {
  /** The number that stands for the patient now. */
  readonly inUse: IdentifierRow | null
  /** The newest that a register replaced: the patient may still type it. An H-number was never known outside. */
  readonly former: IdentifierRow | null
  /** When a number that the clinic had wrong was last corrected; others may still have the wrong one. */
  readonly correctedAt: string | null
}

/** The numbers of a patient as a portal that was told of them may have them. */
export async function numberStanding(reader: Reader, patientId: PatientId): Promise<NumberStanding> {
  const identifiers = await findIdentifiers(reader, [patientId])
  const changes = await findChanges(reader, patientId)
  const corrected = changes.find(({ kind, undone_at, old_type }) => {
    return kind === 'corrected' && undone_at === null && old_type !== null && isMainNumber(old_type)
  })
  return {
    inUse: standingNumber(identifiers),
    former: identifiers.find((row) => row.status === 'ceased' && isKnownOutside(row)) ?? null,
    correctedAt: corrected?.changed_at ?? null
  }
}

function isKnownOutside({ type }: IdentifierRow): boolean {
  return isMainNumber(type) || (isHelpNumber(type) && type !== 'h-number')
}
