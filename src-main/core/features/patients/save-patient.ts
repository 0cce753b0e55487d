import type { PatientId } from '@contract/ids'
import type { ContactChannel, PatientDraft } from '@contract/patients'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { ClinicDay } from './clinic-day'
import { findContacts, replaceContact } from './contacts.queries'
import { findIdentifiers } from './identifiers.queries'
import { numberOfForm, planNumberChange } from './number-change.rules'
import { changedFields } from './patient-changes.rules'
import { checkDraft } from './patient-draft'
import { getPatientRow, insertPatient, updatePatient } from './patients.queries'
import { carryOutNumberChange, writeNumber } from './write-number'

interface Saving {
  readonly audit: Audit
  readonly actor: Actor
  readonly day: ClinicDay
}

/**
 * Registers a patient.
 * @throws AppError `number-taken`, and what {@link checkDraft} refuses
 */
export async function createPatient(
  transaction: Transaction,
  draft: PatientDraft,
  { audit, actor, day }: Saving
): Promise<PatientId> {
  const checked = checkDraft(draft, null, day)
  const at = toStoredInstant(day.now)
  const id = await insertPatient(transaction, checked.row, at)
  if (checked.number) await writeNumber({ transaction, patientId: id, day }, checked.number)
  for (const channel of ['mobile', 'email'] as const) {
    const value = checked[channel]
    if (value !== null) await replaceContact(transaction, { patientId: id, channel, value }, at)
  }
  await audit.record(transaction, actor, { action: 'patient.created', patientId: id })
  return id
}

export interface PatientChange {
  readonly id: PatientId
  /** The one the change was made on. */
  readonly version: number
  readonly draft: PatientDraft
}

/**
 * Changes a patient; numbers and contact details that are replaced stay in the history.
 * @throws AppError `stale-version`, `number-taken`, `not-found`, and what {@link checkDraft} refuses
 */
export async function changePatient(
  transaction: Transaction,
  { id, version, draft }: PatientChange,
  { audit, actor, day }: Saving
): Promise<void> {
  const row = await getPatientRow(transaction, id)
  if (row.version !== version) throw new AppError('stale-version')
  const identifiers = await findIdentifiers(transaction, [id])
  const checked = checkDraft(draft, { row, number: numberOfForm(identifiers) }, day)
  const at = toStoredInstant(day.now)
  const fields = changedFields(row, checked.row)
  await updatePatient(transaction, { before: row, at }, checked.row)
  const plan = planNumberChange(identifiers, checked.number, day.today.toString())
  if (plan) {
    await carryOutNumberChange({ transaction, patientId: id, actor, day }, plan)
    fields.push('nationalNumber')
  }
  for (const channel of ['mobile', 'email'] as const) {
    const value = checked[channel]
    if (await changeContact(transaction, { patientId: id, channel, value }, at)) fields.push(channel)
  }
  await audit.record(transaction, actor, {
    action: 'patient.changed',
    patientId: id,
    detail: fields.join(', ')
  })
}

/** @returns whether anything changed */
export async function changeContact(
  transaction: Transaction,
  next: { patientId: PatientId; channel: ContactChannel; value: string | null },
  at: string
): Promise<boolean> {
  const contacts = await findContacts(transaction, [next.patientId])
  const current = contacts.find(({ channel }) => channel === next.channel)?.value ?? null
  if (current === next.value) return false
  await replaceContact(transaction, next, at)
  return true
}
