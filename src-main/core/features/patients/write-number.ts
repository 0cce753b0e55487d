import type { IdentifierChangeId, PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import type { ClinicDay } from './clinic-day'
import { insertChange, type ChangeWrite } from './identifier-changes.queries'
import {
  ceaseNumber,
  findByNumberInUse,
  insertNumber,
  removeNumber,
  type IdentifierRow,
  type NumberWrite
} from './identifiers.queries'
import type { NumberChange } from './number-change.rules'

/** One change of a patient's identifiers: in whose name, on which day. */
export interface IdentifierStep {
  readonly transaction: Transaction
  readonly patientId: PatientId
  readonly actor: Actor
  readonly day: ClinicDay
}

/** Civil dates; without a beginning from today. */
export interface Period {
  readonly from?: string | null
  readonly until?: string | null
}

/** The row that stands there now, for the history. */
export type WrittenNumber = Pick<IdentifierRow, 'id' | 'type' | 'country' | 'value'>

/**
 * Registers a number from today, or for the period given.
 * @throws AppError `number-taken`
 */
export async function writeNumber(
  { transaction, patientId, day }: Omit<IdentifierStep, 'actor'>,
  number: NumberWrite,
  { from = day.today.toString(), until = null }: Period = {}
): Promise<WrittenNumber> {
  const country = number.country ?? null
  if ((await findByNumberInUse(transaction, number.value, country)) !== null)
    throw new AppError('number-taken')
  const id = await insertNumber(transaction, patientId, number, { from, until })
  return { id, type: number.type, country, value: number.value }
}

/**
 * Ends, removes and adds as planned, and keeps what became of each in the history.
 * @returns the last of the changes kept, which undo names
 * @throws AppError `number-taken`
 */
export async function carryOutNumberChange(
  step: IdentifierStep,
  { cease, remove, add }: NumberChange,
  { birthDate = null, period = {} }: { birthDate?: ChangeWrite['birthDate']; period?: Period } = {}
): Promise<IdentifierChangeId> {
  const { transaction, patientId, actor, day } = step
  for (const { id } of cease) await ceaseNumber(transaction, id, day.today.toString())
  if (remove) await removeNumber(transaction, { id: remove.id, patientId })
  const after = add ? await writeNumber(step, add, period) : null
  const kept = { patientId, after, birthDate, at: toStoredInstant(day.now), actor }
  const ids: IdentifierChangeId[] = []
  const keep = async (kind: ChangeWrite['kind'], before: IdentifierRow | null) => {
    ids.push(await insertChange(transaction, { ...kept, kind, before }))
  }
  for (const before of cease) await keep(after ? 'replaced' : 'ceased', before)
  if (remove) await keep('corrected', remove)
  if (after && cease.length === 0 && !remove) await keep('added', null)
  const last = ids.at(-1)
  if (last === undefined) throw new Error('a change of identifiers ends or makes one')
  return last
}
