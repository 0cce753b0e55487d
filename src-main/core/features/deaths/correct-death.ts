import type { DeathSource } from '@contract/deaths'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { getPatientRow, markDeceased, touchPatient } from '../patients'
import type { DeathContext, DeathStep } from './context'
import { findDeaths, insertDeath, markTakenBack, moveParts } from './death.queries'
import { assertDeathDate } from './death.rules'

/**
 * Another date or source: a new recording stands in the place of the one before, and what that ended hangs on it. Also
 * of a death that a list brought.
 * @throws AppError `not-found`, `death-in-future`, `death-before-birth`, `death-not-recorded`
 */
export async function correctDeath(
  { audit }: DeathContext,
  transaction: Transaction,
  { patientId, actor, day, at }: DeathStep,
  { on, source }: { on: string; source: DeathSource }
): Promise<void> {
  const row = await getPatientRow(transaction, patientId)
  if (row.deceased_on === null) throw new AppError('death-not-recorded')
  assertDeathDate(on, { birthDate: row.birth_date, today: day.today.toString() })
  const standing = (await findDeaths(transaction, patientId)).filter((one) => one.taken_back_at === null)
  const before = standing.map(({ id }) => id)
  const id = await insertDeath(
    transaction,
    { patient_id: patientId, deceased_on: on, source, recorded_at: at },
    actor
  )
  await moveParts(transaction, before, id)
  await markTakenBack(transaction, before, { at, actor, correctedBy: id })
  await markDeceased(transaction, patientId, on)
  await touchPatient(transaction, patientId, at)
  await audit.record(transaction, actor, { action: 'death.corrected', patientId, detail: source })
}
