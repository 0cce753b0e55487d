import type { IdentifierChangeId } from '@contract/ids'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import {
  findChanges,
  identifierBefore,
  markUndone,
  type IdentifierChangeRow
} from './identifier-changes.queries'
import { findByNumberInUse, removeNumber, reopenNumber, restoreIdentifier } from './identifiers.queries'
import { getPatientRow, setBirthDate } from './patients.queries'
import type { IdentifierStep } from './write-number'

/**
 * Takes the newest change of a patient's identifiers back, with what it did to the birth date.
 * @throws AppError `not-found`, `identifier-changed-since`, `number-taken` when somebody else was given the number
 */
export async function undoIdentifierChange(
  step: IdentifierStep,
  changeId: IdentifierChangeId
): Promise<void> {
  const { transaction, patientId, day } = step
  const changes = await findChanges(transaction, patientId)
  const asked = changes.find(({ id }) => id === changeId)
  if (!asked) throw new AppError('not-found')
  const standing = changes.filter(({ undone_at }) => undone_at === null)
  const group = standing.filter((row) => row.id === asked.id || isOfOneStep(row, asked))
  const hasNewer = standing.some((row) => !group.includes(row) && row.id > asked.id)
  if (asked.undone_at !== null || hasNewer) throw new AppError('identifier-changed-since')
  const made = asked.new_identifier_id
  if (made !== null && !(await removeNumber(transaction, { id: made, patientId })))
    throw new AppError('identifier-changed-since')
  for (const row of group) await bringBack(step, row)
  await bringBirthDateBack(step, asked)
  await markUndone(
    transaction,
    group.map(({ id }) => id),
    toStoredInstant(day.now)
  )
}

/** One number may end several. */
function isOfOneStep(row: IdentifierChangeRow, asked: IdentifierChangeRow): boolean {
  return asked.new_identifier_id !== null && row.new_identifier_id === asked.new_identifier_id
}

async function bringBack(
  { transaction, patientId }: IdentifierStep,
  row: IdentifierChangeRow
): Promise<void> {
  const before = identifierBefore(row)
  if (!before) return
  const isInUse = before.status === 'in-use'
  if (isInUse && (await findByNumberInUse(transaction, before.value, before.country)) !== null)
    throw new AppError('number-taken')
  if (row.kind === 'corrected') return await restoreIdentifier(transaction, before)
  if (!(await reopenNumber(transaction, { id: before.id, patientId, until: before.period_end })))
    throw new AppError('identifier-changed-since')
}

/** Where somebody has changed it since, it stays. */
async function bringBirthDateBack(
  { transaction, patientId }: IdentifierStep,
  { new_birth_date, old_birth_date }: IdentifierChangeRow
): Promise<void> {
  if (new_birth_date === null) return
  const { birth_date } = await getPatientRow(transaction, patientId)
  if (birth_date === new_birth_date) await setBirthDate(transaction, patientId, old_birth_date)
}
