import { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { insertRows } from '../../database/insert-rows'
import { indexNewPatients } from '../../database/patient-search'
import { toStoredInstant } from '../../platform/clock'
import { nextPatientId } from './import-matching.queries'
import { newPatient, type ImportedGp } from './import-merge.rules'
import { numberWarning } from './import-number.rules'
import type { AcceptedRow, ImportContext } from './import-slice'
import { nameKeys, nameWords } from './patient-name.rules'

export interface NewPatient {
  readonly row: AcceptedRow
  readonly gp: ImportedGp | null
  /** The row's own, and contacts that cannot be used. */
  readonly notes: readonly string[]
}

/** Registers the patients of these rows. Their ids by line. */
export async function insertImported(
  transaction: Transaction,
  fresh: readonly NewPatient[],
  { database, day }: Pick<ImportContext, 'database' | 'day'>
): Promise<ReadonlyMap<number, PatientId>> {
  if (fresh.length === 0) return new Map()
  const at = toStoredInstant(day.now)
  const first = await nextPatientId(transaction)
  const numbered = fresh.map((each, index) => ({ ...each, id: PatientId.parse(first + index) }))
  insertRows(
    database,
    'patient',
    numbered.map(({ id, row: { patient }, gp, notes }) => ({
      id,
      ...newPatient(patient, gp, notes),
      ...nameKeys(patient),
      deceased_on: patient.deceasedOn,
      // What the triggers would set: said at once, so that they find nothing to write.
      has_number: patient.number && patient.number.type !== 'h-number' ? 1 : 0,
      mobile_confirmed_at: patient.mobile === null ? null : at,
      created_at: at,
      updated_at: at
    }))
  )
  insertRows(
    database,
    'patient_identifier',
    numbered.flatMap(({ id, row: { patient, findings } }) =>
      patient.number
        ? [
            {
              patient_id: id,
              type: patient.number.type,
              country: patient.number.country,
              value: patient.number.value,
              status: 'in-use' as const,
              warning: numberWarning(findings),
              period_start: day.today.toString(),
              period_end: null
            }
          ]
        : []
    )
  )
  insertRows(
    database,
    'patient_contact',
    numbered.flatMap(({ id, row: { patient } }) =>
      (['mobile', 'email'] as const).flatMap((channel) => {
        const value = patient[channel]
        if (value === null) return []
        const unverified = { verified_at: null, verified_how: null, verified_by: null, ended_at: null }
        return [{ patient_id: id, channel, value, updated_at: at, ...unverified }]
      })
    )
  )
  indexNewPatients(
    database,
    numbered.map(({ id, row }) => ({ id, words: nameWords(row.patient) }))
  )
  return new Map(numbered.map(({ id, row }) => [row.line, id]))
}
