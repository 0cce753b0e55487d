import type { PatientId } from '@contract/ids'
import type { Sex } from '@contract/patients'
import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import { addGuardian } from './add-guardian'
import type { ClinicDay } from './clinic-day'
import { helpNumbers } from './help-number.rules'
import { findKnownNumbers } from './identifiers.queries'
import { getPatientRow, hasProvisionalName, insertPatient, type PatientWrite } from './patients.queries'
import { newbornName, unknownName, type ProvisionalName } from './provisional-name.rules'
import { writeNumber } from './write-number'

/** Older than this somebody has a name. */
const NEWBORN_MONTHS = 12
/** More of the same name than anybody waits with. */
const MOST_NAMESAKES = 50

export interface NewbornWrite {
  readonly motherId: PatientId
  readonly sex: Sex
  readonly birthDate: string
  /** Whether the mother's mobile gets the child's messages. */
  readonly carriesMessages: boolean
}

export interface UnknownWrite {
  readonly sex: Sex
  /** Years, guessed. */
  readonly approximateAge: number | null
  readonly note: string
}

/**
 * Registers a child after its mother: her language, address and its protection are its own too, in Norway her GP as
 * well, whose list a newborn joins by itself (Helfo).
 * @throws AppError `not-found`, `birth-date` in the future, `birth-date-not-newborn`
 */
export async function registerNewborn(
  transaction: Transaction,
  { motherId, sex, birthDate, carriesMessages }: NewbornWrite,
  day: ClinicDay
): Promise<PatientId> {
  const born = Temporal.PlainDate.from(birthDate)
  if (Temporal.PlainDate.compare(born, day.today) > 0) throw new AppError('birth-date')
  if (Temporal.PlainDate.compare(born.add({ months: NEWBORN_MONTHS }), day.today) < 0)
    throw new AppError('birth-date-not-newborn')
  const mother = await getPatientRow(transaction, motherId)
  const name = await freeName(transaction, (ordinal) =>
    newbornName(
      { familyName: mother.family_name, givenName: mother.given_name },
      { sex, language: day.language, ordinal }
    )
  )
  const hasMothersGp = day.country === 'NO'
  const id = await insertPatient(
    transaction,
    {
      ...unnamed(name, 'newborn'),
      birth_date: birthDate,
      sex,
      language: mother.language,
      address_line: mother.address_line,
      postal_code: mother.postal_code,
      city: mother.city,
      address_protection: mother.address_protection,
      gp_clinician_id: hasMothersGp ? mother.gp_clinician_id : null,
      gp_external_name: hasMothersGp ? mother.gp_external_name : null,
      note: ''
    },
    toStoredInstant(day.now)
  )
  await giveHelpNumber(transaction, { patientId: id, born, sex }, day)
  const mothers = {
    guardianPatientId: motherId,
    kind: 'parent',
    carriesMessages,
    from: null,
    until: null
  } as const
  await addGuardian(transaction, { childId: id, ...mothers }, day)
  return id
}

/** Registers somebody who cannot say who they are. The birth date stays open; a guessed age is only in the name. */
export async function registerUnknown(
  transaction: Transaction,
  { sex, approximateAge, note }: UnknownWrite,
  day: ClinicDay
): Promise<PatientId> {
  const name = await freeName(transaction, (ordinal) =>
    unknownName({ sex, age: approximateAge, language: day.language, ordinal })
  )
  const row = { ...unnamed(name, 'unknown'), birth_date: null, sex, language: null, note }
  const id = await insertPatient(
    transaction,
    { ...row, gp_clinician_id: null, gp_external_name: null },
    toStoredInstant(day.now)
  )
  if (approximateAge === null) return id
  const born = Temporal.PlainDate.from({ year: day.today.year - approximateAge, month: 1, day: 1 })
  await giveHelpNumber(transaction, { patientId: id, born, sex }, day)
  return id
}

function unnamed(
  { familyName, givenName }: ProvisionalName,
  kind: 'newborn' | 'unknown'
): Pick<PatientWrite, 'family_name' | 'given_name' | 'provisional_name'> {
  return { family_name: familyName, given_name: givenName, provisional_name: kind }
}

/** The first of these names that nobody waiting for one has. */
async function freeName(
  transaction: Transaction,
  named: (ordinal: number) => ProvisionalName
): Promise<ProvisionalName> {
  for (let ordinal = 1; ordinal < MOST_NAMESAKES; ordinal += 1) {
    const name = named(ordinal)
    if (!(await hasProvisionalName(transaction, name))) return name
  }
  return named(MOST_NAMESAKES)
}

/** Norway's systems know people by eleven digits; elsewhere a record does without. */
async function giveHelpNumber(
  transaction: Transaction,
  { patientId, born, sex }: { patientId: PatientId; born: Temporal.PlainDate; sex: Sex },
  day: ClinicDay
): Promise<void> {
  if (day.country !== 'NO') return
  const possible = helpNumbers(born, sex)
  const known = await findKnownNumbers(transaction, possible)
  const value = possible.find((number) => !known.has(number))
  if (value === undefined) return
  await writeNumber({ transaction, patientId, day }, { type: 'h-number', value, warning: null })
}
