import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import type { ClinicDay } from './clinic-day'
import { replaceContact, type ContactRow } from './contacts.queries'
import { insertNumber, type IdentifierRow } from './identifiers.queries'
import { mergedPatient, type ImportedGp } from './import-merge.rules'
import { numberWarning } from './import-number.rules'
import type { AcceptedRow } from './import-slice'
import { changedFields } from './patient-changes.rules'
import { touchPatient, updatePatient, type PatientRow } from './patients.queries'

interface Known {
  readonly patient: PatientRow
  readonly contacts: readonly ContactRow[]
  readonly identifiers: readonly IdentifierRow[]
}

/** Writes what a row changes about a patient who is registered already. @returns whether it changed anything */
export async function changeFromImport(
  transaction: Transaction,
  row: AcceptedRow,
  { known, gp, notes, day }: { known: Known; gp: ImportedGp | null; notes: readonly string[]; day: ClinicDay }
): Promise<boolean> {
  const at = toStoredInstant(day.now)
  const { id, version } = known.patient
  const merged = mergedPatient(known.patient, row.patient, { gp, notes })
  const hasNewFacts = changedFields(known.patient, merged).length > 0
  if (hasNewFacts) await updatePatient(transaction, { id, version, at }, merged)
  const hasNewNumber = await addNumber(transaction, row, { known, today: day.today.toString() })
  let hasNewContact = false
  for (const channel of ['mobile', 'email'] as const) {
    const value = row.patient[channel]
    const current = known.contacts.find((contact) => contact.channel === channel)?.value ?? null
    if (value === null || value === current) continue
    await replaceContact(transaction, { patientId: id, channel, value }, at)
    hasNewContact = true
  }
  if (!hasNewFacts && (hasNewNumber || hasNewContact)) await touchPatient(transaction, id, at)
  return hasNewFacts || hasNewNumber || hasNewContact
}

/** A patient who was matched by name gets the number the row has; a number in use is never replaced by a file. */
async function addNumber(
  transaction: Transaction,
  { patient, findings }: AcceptedRow,
  { known, today }: { known: Known; today: string }
): Promise<boolean> {
  const hasNumber = known.identifiers.some(
    ({ status, value }) => status === 'in-use' || value === patient.number?.value
  )
  if (patient.number === null || hasNumber) return false
  const number = { ...patient.number, warning: numberWarning(findings) }
  await insertNumber(transaction, known.patient.id, number, today)
  return true
}
