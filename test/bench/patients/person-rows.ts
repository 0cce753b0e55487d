import type { Insertable } from 'kysely'
import { ClinicianId, PatientId } from '../../../src-preload/contract/ids'
import type { Database } from '../../../src-main/core/database/database'
import { insertRows } from '../../../src-main/core/database/insert-rows'
import { indexNewPatients } from '../../../src-main/core/database/patient-search'
import type { Tables } from '../../../src-main/core/database/tables'
import { matchKeys } from '../../../src-main/core/features/duplicates/match-keys.rules'
import { nameKeys, nameWords } from '../../../src-main/core/features/patients/patient-name.rules'
import type { RegisteredPerson } from './people'

export interface RegisterMoment {
  /** When it was made, UTC. */
  readonly at: string
  readonly clinicians: number
  /** The moment so many months before it. */
  readonly monthsAgo: (months: number) => string
}

const CONSENTED = ['appointment-reminder', 'one-time-code'] as const

/** Writes people with all that a register has of them, through the statements the import uses. */
export function writePeople(
  database: Database,
  people: readonly RegisteredPerson[],
  moment: RegisterMoment
): void {
  insertRows(
    database,
    'patient',
    people.map((person) => patientRow(person, moment))
  )
  insertRows(database, 'patient_identifier', people.flatMap(identifierRows))
  insertRows(
    database,
    'patient_contact',
    people.flatMap((person) => contactRows(person, moment))
  )
  insertRows(database, 'guardian', people.flatMap(guardianRows))
  insertRows(
    database,
    'consent_decision',
    people.filter(({ hasConsented }) => hasConsented).flatMap((person) => consentRows(person, moment))
  )
  insertRows(database, 'duplicate_key', people.flatMap(keyRows))
  indexNewPatients(
    database,
    people.map((person) => ({ id: PatientId.parse(person.id), words: nameWords(person) }))
  )
}

function patientRow(
  person: RegisteredPerson,
  { at, clinicians, monthsAgo }: RegisterMoment
): Insertable<Tables['patient']> {
  return {
    id: PatientId.parse(person.id),
    family_name: person.familyName,
    given_name: person.givenName,
    ...nameKeys(person),
    birth_date: person.birthDate,
    sex: person.sex,
    language: null,
    address_line: person.address.line,
    postal_code: person.address.postalCode,
    city: person.address.city,
    address_protection: person.id % 400 === 0 ? 'confidential' : 'none',
    gp_clinician_id: ClinicianId.parse((person.id % clinicians) + 1),
    gp_external_name: null,
    deceased_on: null,
    has_number: person.nationalNumber === null ? 0 : 1,
    has_guardian: person.guardians.length > 0 ? 1 : 0,
    mobile_confirmed_at: person.mobile === null ? null : monthsAgo(person.mobileAgeMonths),
    created_at: at,
    updated_at: at
  }
}

function identifierRows({
  id,
  nationalNumber,
  formerNumber,
  birthDate
}: RegisteredPerson): Insertable<Tables['patient_identifier']>[] {
  const patient_id = PatientId.parse(id)
  const row = { patient_id, warning: null, period_start: birthDate }
  const former = { type: 'd-number', status: 'ceased', period_end: '2024-05-02' } as const
  const inUse = { type: 'fodselsnummer', status: 'in-use', period_end: null } as const
  return [
    ...(formerNumber === null ? [] : [{ ...row, ...former, value: formerNumber }]),
    ...(nationalNumber === null ? [] : [{ ...row, ...inUse, value: nationalNumber }])
  ]
}

function contactRows(
  { id, mobile, email, mobileAgeMonths }: RegisteredPerson,
  { monthsAgo }: RegisterMoment
): Insertable<Tables['patient_contact']>[] {
  const updated_at = monthsAgo(mobileAgeMonths)
  const row = {
    patient_id: PatientId.parse(id),
    updated_at,
    verified_at: null,
    verified_how: null,
    verified_by: null,
    ended_at: null
  }
  return [
    ...(mobile === null ? [] : [{ ...row, channel: 'mobile' as const, value: mobile }]),
    ...(email === null ? [] : [{ ...row, channel: 'email' as const, value: email }])
  ]
}

function guardianRows({ id, guardians, birthDate }: RegisteredPerson): Insertable<Tables['guardian']>[] {
  return guardians.map((guardian, index) => ({
    child_id: PatientId.parse(id),
    guardian_id: PatientId.parse(guardian),
    kind: 'parent' as const,
    carries_messages: index === 0 ? 1 : 0,
    period_start: birthDate,
    period_end: null
  }))
}

/** As the search for duplicates leaves them. */
function keyRows(person: RegisteredPerson): Insertable<Tables['duplicate_key']>[] {
  return [...new Set(matchKeys(person))].map((key) => ({ key, patient_id: PatientId.parse(person.id) }))
}

function consentRows(
  { id }: RegisteredPerson,
  { at }: RegisterMoment
): Insertable<Tables['consent_decision']>[] {
  return CONSENTED.map((purpose) => ({
    patient_id: PatientId.parse(id),
    purpose,
    channel: 'sms' as const,
    decision: 'given' as const,
    legal_basis: 'consent' as const,
    wording_version: '2026-1',
    decided_at: at,
    how: 'desk' as const,
    user_id: null
  }))
}
