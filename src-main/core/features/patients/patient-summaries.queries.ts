import type { PatientId } from '@contract/ids'
import type { AddressProtection } from '@contract/patients'
import type { Language } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { ageOn } from './age.rules'
import { findPatientRows, type PatientRow } from './patients.queries'

/** What a list of something else shows of a patient. */
export interface PatientSummary {
  readonly id: PatientId
  readonly familyName: string
  readonly givenName: string
  readonly birthDate: string | null
  readonly age: number | null
  readonly language: Language | null
  readonly addressProtection: AddressProtection
  readonly isReserved: boolean
}

/** One for each patient that exists; at most 1,000. */
export async function patientSummaries(
  reader: Reader,
  ids: readonly PatientId[],
  today: Temporal.PlainDate
): Promise<ReadonlyMap<PatientId, PatientSummary>> {
  const rows = await findPatientRows(reader, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, summaryOf(row, today)]))
}

export function summaryOf(row: PatientRow, today: Temporal.PlainDate): PatientSummary {
  return {
    id: row.id,
    familyName: row.family_name,
    givenName: row.given_name,
    birthDate: row.birth_date,
    age: ageOn(row.birth_date, today),
    language: row.language,
    addressProtection: row.address_protection,
    isReserved: row.is_reserved === 1
  }
}
