import type { GuardianDraft } from '@contract/patients'
import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { isMinor } from './age.rules'
import type { ClinicDay } from './clinic-day'
import { changeGuardian, findGuardianRows, insertGuardian, type GuardianRow } from './guardians.queries'
import { endsWithMajority } from './guardians.rules'
import { getPatientRow } from './patients.queries'

/**
 * Ties a guardian to a child, or says anew what one is to it, for how long, and who gets the messages. From health
 * majority on only a legal guardian can be added.
 * @throws AppError `guardian-self`, `guardian-exists` when nothing is new, `guardian-adult`, `guardian-period` when it
 * ends before it begins or has ended already, `not-found`
 */
export async function addGuardian(
  transaction: Transaction,
  { childId, guardianPatientId, from, until, ...draft }: GuardianDraft & { childId: PatientId },
  day: Pick<ClinicDay, 'today' | 'country'>
): Promise<void> {
  if (childId === guardianPatientId) throw new AppError('guardian-self')
  const child = await getPatientRow(transaction, childId)
  await getPatientRow(transaction, guardianPatientId)
  const isGrown = child.birth_date !== null && !isMinor(child.birth_date, day)
  if (endsWithMajority(draft.kind) && isGrown) throw new AppError('guardian-adult')
  const today = day.today.toString()
  const relation = { ...draft, childId, guardianId: guardianPatientId, until }
  const present = await findGuardianRows(transaction, 'child_id', [childId])
  const known = present.find((row) => row.guardian_id === guardianPatientId)
  const start = from ?? known?.period_start ?? today
  if (until !== null && (until <= start || until <= today)) throw new AppError('guardian-period')
  if (!known) return await insertGuardian(transaction, relation, start)
  const wanted = { ...relation, from: start }
  if (isAsBefore(known, wanted)) throw new AppError('guardian-exists')
  await changeGuardian(transaction, known.id, wanted)
}

function isAsBefore(
  known: GuardianRow,
  { kind, carriesMessages, from, until }: Pick<GuardianDraft, 'kind' | 'carriesMessages' | 'from' | 'until'>
): boolean {
  return (
    known.kind === kind &&
    (known.carries_messages === 1) === carriesMessages &&
    known.period_start === from &&
    known.planned_end === until
  )
}
