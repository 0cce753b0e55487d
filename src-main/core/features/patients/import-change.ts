import type { ContactChannel } from '@contract/patients'
import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import type { ClinicDay } from './clinic-day'
import { replaceContact, type ContactRow } from './contacts.queries'
import { endedBy, isMainNumber } from './identifier-standing.rules'
import {
  addNumber,
  ceaseNumber,
  findByNumberInUse,
  insertNumber,
  type IdentifierRow,
  type IssuedNumber
} from './identifiers.queries'
import type { ImportFinding } from './import-contacts.rules'
import { mergedPatient, type ImportedGp } from './import-merge.rules'
import { numberWarning } from './import-number.rules'
import type { OtherNumber } from './import-numbers.rules'
import type { AcceptedRow } from './import-slice'
import { numberKey } from './number-key.rules'
import { changedFields } from './patient-changes.rules'
import { touchPatient, updatePatient, type PatientRow, type PatientWrite } from './patients.queries'

export interface KnownPatient {
  readonly patient: PatientRow
  readonly contacts: readonly ContactRow[]
  readonly identifiers: readonly IdentifierRow[]
}

/** What a row says that is not so yet. */
export interface PlannedChange {
  /** Null: name, address and the like stand as the row says. */
  readonly facts: PatientWrite | null
  readonly deceasedOn: string | null
  readonly addsNumber: boolean
  /** Help numbers that stood in for the number. */
  readonly ends: readonly IdentifierRow[]
  readonly otherNumbers: readonly OtherNumber[]
  readonly contacts: readonly { channel: ContactChannel; value: string }[]
}

/** What a row changes about a patient who is registered already. Null: nothing. */
export function planChange(
  { patient }: AcceptedRow,
  known: KnownPatient,
  { gp, notes }: { gp: ImportedGp | null; notes: readonly string[] }
): PlannedChange | null {
  const merged = mergedPatient(known.patient, patient, { gp, notes })
  const held = new Set(known.identifiers.map(numberKey))
  const added = patient.number !== null && lacksNumber(known, patient.number) ? patient.number : null
  const plan: PlannedChange = {
    facts: changedFields(known.patient, merged).length > 0 ? merged : null,
    deceasedOn: known.patient.deceased_on === null ? patient.deceasedOn : null,
    addsNumber: added !== null,
    ends: added === null ? [] : endedBy(known.identifiers, added.type),
    otherNumbers: patient.otherNumbers.filter((number) => !held.has(numberKey(number))),
    contacts: otherContacts(patient, known).filter(({ isVerified }) => !isVerified)
  }
  const changesNothing =
    plan.facts === null &&
    plan.deceasedOn === null &&
    !plan.addsNumber &&
    plan.otherNumbers.length === 0 &&
    plan.contacts.length === 0
  return changesNothing ? null : plan
}

/**
 * A mobile or e-mail that was confirmed with the patient is not replaced by a list, which may be older.
 * @returns a finding for each that the list has otherwise
 */
export function keptContacts({ patient }: AcceptedRow, known: KnownPatient): ImportFinding[] {
  return otherContacts(patient, known)
    .filter(({ isVerified }) => isVerified)
    .map(({ channel }) => ({ code: `${channel}-verified-kept`, parameters: {} }))
}

interface OtherContact {
  readonly channel: ContactChannel
  readonly value: string
  readonly isVerified: boolean
}

function otherContacts(
  patient: AcceptedRow['patient'],
  { contacts }: Pick<KnownPatient, 'contacts'>
): OtherContact[] {
  return (['mobile', 'email'] as const).flatMap((channel) => {
    const value = patient[channel]
    const current = contacts.find((contact) => contact.channel === channel)
    if (value === null || value === current?.value) return []
    return [{ channel, value, isVerified: current !== undefined && current.verified_at !== null }]
  })
}

/** Writes what was planned. @returns what of it could not be */
export async function changeFromImport(
  transaction: Transaction,
  { patient, findings }: AcceptedRow,
  { known, plan, day }: { known: PatientRow; plan: PlannedChange; day: ClinicDay }
): Promise<ImportFinding[]> {
  const at = toStoredInstant(day.now)
  const { id } = known
  const today = day.today.toString()
  if (plan.facts) await updatePatient(transaction, { before: known, at }, plan.facts)
  if (plan.addsNumber && patient.number) {
    const number = { ...patient.number, warning: numberWarning(findings) }
    for (const ended of plan.ends) await ceaseNumber(transaction, ended.id, today)
    await insertNumber(transaction, id, number, { from: today })
  }
  const untaken = await addOtherNumbers(transaction, { id, numbers: plan.otherNumbers, today })
  for (const { channel, value } of plan.contacts)
    await replaceContact(transaction, { patientId: id, channel, value }, at)
  if (!plan.facts) await touchPatient(transaction, id, at)
  return untaken
}

/** One that somebody else has in use stays theirs. @returns a finding for each of those */
export async function addOtherNumbers(
  transaction: Transaction,
  { id, numbers, today }: { id: PatientRow['id']; numbers: readonly OtherNumber[]; today: string }
): Promise<ImportFinding[]> {
  const findings: ImportFinding[] = []
  for (const number of numbers) {
    const isTaken =
      number.status === 'in-use' && (await findByNumberInUse(transaction, number.value)) !== null
    if (isTaken) findings.push({ code: 'other-number-taken', parameters: {} })
    else await addNumber(transaction, id, number, today)
  }
  return findings
}

/**
 * A patient who was matched by name gets the number the row has; a main number in use is never replaced by a file, nor
 * any number by one of a lesser kind.
 */
function lacksNumber(
  { identifiers }: KnownPatient,
  number: Pick<IssuedNumber, 'type' | 'country' | 'value'>
): boolean {
  if (identifiers.some((held) => numberKey(held) === numberKey(number))) return false
  const inUse = identifiers.filter(({ status }) => status === 'in-use')
  return isMainNumber(number.type) ? !inUse.some(({ type }) => isMainNumber(type)) : inUse.length === 0
}
