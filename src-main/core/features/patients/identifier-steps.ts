import type { IdentifierDraft, ReplacementQuestion } from '@contract/identifiers'
import type { IdentifierChangeId, IdentifierId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import { insertChange } from './identifier-changes.queries'
import { checkIdentifier } from './identifier-check'
import { endedBy, isMainNumber } from './identifier-standing.rules'
import {
  ceaseNumber,
  findIdentifier,
  findIdentifiers,
  removeNumber,
  type IdentifierRow,
  type NumberWrite
} from './identifiers.queries'
import { contradictsBirthDate, type NationalNumberCheck } from './national-number.rules'
import { getPatientRow, setBirthDate } from './patients.queries'
import { planReplacement } from './replacement.rules'
import { carryOutNumberChange, writeNumber, type IdentifierStep } from './write-number'

/**
 * One more number or document that the patient is known by; help numbers that stood in for it end.
 * @throws AppError `identifier-exists`, `number-main-exists`, `number-taken`, `identifier-period`, `number-warning`,
 * `birth-date-differs`, and the rule the number failed
 */
export async function addIdentifier(
  step: IdentifierStep,
  draft: IdentifierDraft
): Promise<IdentifierChangeId> {
  const { transaction, patientId } = step
  const number = await checkedNumber(step, draft)
  const identifiers = await findIdentifiers(transaction, [patientId])
  const inUse = identifiers.filter(({ status }) => status === 'in-use')
  if (inUse.some((row) => isSame(row, number))) throw new AppError('identifier-exists')
  refuseSecondMain(inUse, number)
  const plan = { cease: endedBy(inUse, number.type), remove: null, add: number }
  return await carryOutNumberChange(step, plan, { period: checkedPeriod(step, draft) })
}

/**
 * Was the patient's until that day; it still finds the patient.
 * @throws AppError `not-found`, `identifier-not-in-use`, `identifier-period`
 */
export async function ceaseIdentifier(
  { transaction, patientId, actor, day }: IdentifierStep,
  { identifierId, on }: { identifierId: IdentifierId; on: string }
): Promise<IdentifierChangeId> {
  const before = await findIdentifier(transaction, { id: identifierId, patientId })
  if (!before) throw new AppError('not-found')
  const isPossible = on <= day.today.toString() && (before.period_start ?? on) <= on
  if (!isPossible) throw new AppError('identifier-period')
  if (!(await ceaseNumber(transaction, identifierId, on))) throw new AppError('identifier-not-in-use')
  const at = toStoredInstant(day.now)
  return await insertChange(transaction, { patientId, kind: 'ceased', before, after: null, at, actor })
}

/**
 * Never was the patient's: the right one stands in its place from the same day, or none.
 * @throws AppError `not-found`, `identifier-exists`, and what {@link addIdentifier} refuses
 */
export async function correctIdentifier(
  step: IdentifierStep,
  { identifierId, right }: { identifierId: IdentifierId; right: IdentifierDraft | null }
): Promise<IdentifierChangeId> {
  const { transaction, patientId, actor, day } = step
  const before = await findIdentifier(transaction, { id: identifierId, patientId })
  if (!before) throw new AppError('not-found')
  await removeNumber(transaction, { id: identifierId, patientId })
  const after = right ? await writeRight(step, before, right) : null
  const at = toStoredInstant(day.now)
  return await insertChange(transaction, { patientId, kind: 'corrected', before, after, at, actor })
}

/**
 * The register gave the patient another number: one patient, the former one ceased today, found by either.
 * @throws AppError `replacement-nothing` where no number would end, `replacement-unconfirmed`, `number-taken`,
 * `number-warning`, `birth-date-differs` where the number states no single date, and the rule it failed
 */
export async function replaceNumber(
  step: IdentifierStep,
  {
    text,
    acceptsWarning,
    confirmed
  }: { text: string; acceptsWarning: boolean; confirmed: readonly ReplacementQuestion[] }
): Promise<IdentifierChangeId> {
  const { transaction, patientId, day } = step
  const check = checkIdentifier({ type: null, country: null, text }, day)
  const number = acceptedNumber(check, acceptsWarning)
  const row = await getPatientRow(transaction, patientId)
  const identifiers = await findIdentifiers(transaction, [patientId])
  const plan = planReplacement(check, { identifiers, birthDate: row.birth_date })
  if (plan.ends.length === 0) throw new AppError('replacement-nothing')
  if (plan.questions.some((question) => !confirmed.includes(question)))
    throw new AppError('replacement-unconfirmed')
  const birthDate = plan.birthDate ?? row.birth_date
  if (birthDate !== null && contradictsBirthDate(check, Temporal.PlainDate.from(birthDate)))
    throw new AppError('birth-date-differs')
  const taken = plan.birthDate === null ? null : { before: row.birth_date, after: plan.birthDate }
  if (taken) await setBirthDate(transaction, patientId, taken.after)
  const change = { cease: plan.ends, remove: null, add: number }
  return await carryOutNumberChange(step, change, { birthDate: taken })
}

async function writeRight(step: IdentifierStep, before: IdentifierRow, right: IdentifierDraft) {
  const { transaction, patientId, day } = step
  const number = await checkedNumber(step, right)
  const others = await findIdentifiers(transaction, [patientId])
  const inUse = others.filter(({ status }) => status === 'in-use')
  if (inUse.some((row) => isSame(row, number))) throw new AppError('identifier-exists')
  if (before.status === 'in-use') refuseSecondMain(inUse, number)
  const from = right.periodStart ?? before.period_start
  const until = right.periodEnd ?? before.period_end
  const written = await writeNumber(step, number, { from, until })
  if (before.status === 'ceased') await ceaseNumber(transaction, written.id, until ?? day.today.toString())
  return written
}

async function checkedNumber(
  { transaction, patientId, day }: IdentifierStep,
  { type, country, value, acceptsWarning }: IdentifierDraft
): Promise<NumberWrite> {
  const check = checkIdentifier({ type, country, text: value }, day)
  const number = acceptedNumber(check, acceptsWarning)
  const { birth_date } = await getPatientRow(transaction, patientId)
  if (birth_date !== null && contradictsBirthDate(check, Temporal.PlainDate.from(birth_date)))
    throw new AppError('birth-date-differs')
  return number
}

/** @throws AppError `number-warning`, and the rule the number failed */
export function acceptedNumber(check: NationalNumberCheck, acceptsWarning: boolean): NumberWrite {
  if (check.verdict === 'invalid' || check.type === null) throw new AppError(check.code ?? 'number-length')
  if (check.verdict === 'warning' && !acceptsWarning)
    throw new AppError('number-warning', { rule: check.code ?? '' })
  return { type: check.type, country: check.country, value: check.normalized, warning: check.code }
}

function refuseSecondMain(inUse: readonly IdentifierRow[], { type }: NumberWrite): void {
  if (isMainNumber(type) && inUse.some((row) => isMainNumber(row.type)))
    throw new AppError('number-main-exists')
}

function checkedPeriod(
  { day }: IdentifierStep,
  { periodStart, periodEnd }: IdentifierDraft
): { from: string; until: string | null } {
  const today = day.today.toString()
  const from = periodStart ?? today
  if (from > today || (periodEnd !== null && periodEnd < from)) throw new AppError('identifier-period')
  return { from, until: periodEnd }
}

function isSame(row: IdentifierRow, { value, country = null }: NumberWrite): boolean {
  return row.value === value && row.country === country
}
