import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import type { ClinicDay, ExportedPatient, ImportedConsent } from '../patients'
import { CONSENT_KEYS, consentOf } from './consents.rules'
import { newestDecisions } from './consents.queries'

/** What these patients have given and withdrawn, as it holds today; what nobody has decided is left out. */
export async function decidedConsents(
  reader: Reader,
  patients: readonly Pick<ExportedPatient, 'id' | 'birthDate' | 'isReserved'>[],
  day: ClinicDay
): Promise<ReadonlyMap<PatientId, ImportedConsent[]>> {
  const newest = await newestDecisions(
    reader,
    patients.map(({ id }) => id)
  )
  const byPatient = Map.groupBy(newest, ({ patientId }) => patientId)
  return new Map(
    patients.map((patient) => {
      const rows = byPatient.get(patient.id) ?? []
      const decided = CONSENT_KEYS.flatMap((key): ImportedConsent[] => {
        const row = rows.find(({ purpose, channel }) => purpose === key.purpose && channel === key.channel)
        const { state } = consentOf(key, row ?? null, { patient, day })
        return state === 'given' || state === 'withdrawn' ? [{ ...key, decision: state }] : []
      })
      return [patient.id, decided]
    })
  )
}
