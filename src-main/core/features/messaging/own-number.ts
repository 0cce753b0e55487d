import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import type { Moment } from './context'
import { readPerson } from './person'
import { hasVerifiedMobile, type PersonOnNumber } from './person.queries'

interface OnNumber {
  readonly sender: string
  readonly people: readonly PersonOnNumber[]
  readonly moment: Moment
}

/**
 * The one patient whose own, proven mobile a number is and who decides there: what is said from it is the patient's word.
 * Null for a number that serves several, for a child's messages that go to a guardian, for who has come of age and has
 * not confirmed the number since, and for who is reserved.
 */
export async function soleOwner(
  reader: Reader,
  { sender, people, moment }: OnNumber
): Promise<PatientId | null> {
  const [only] = people
  if (!only || people.length > 1 || only.isReserved) return null
  const { patientId } = only
  const target = (await readPerson(reader, { patientId, purpose: 'texts' }, moment.day))?.target
  if (!target?.ok || target.recipientId !== patientId || target.e164 !== sender) return null
  return (await hasVerifiedMobile(reader, patientId, sender)) ? patientId : null
}
