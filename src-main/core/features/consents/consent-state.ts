import type { Consent, ConsentChannel, ConsentPurpose } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { patientSummaries, type ClinicDay, type PatientSummary } from '../patients'
import { CONSENT_KEYS, consentOf, defaultBasis } from './consents.rules'
import { newestDecisions, type DecisionRow } from './consents.queries'

/**
 * Every purpose and channel of one patient as it stands today.
 * @throws AppError `not-found`
 */
export async function consentsOf(reader: Reader, patientId: PatientId, day: ClinicDay): Promise<Consent[]> {
  const patient = (await patientSummaries(reader, [patientId], day.today)).get(patientId)
  if (!patient) throw new AppError('not-found')
  return await consentsFor(reader, patient, day)
}

/** The same for a patient who has been read already. */
export async function consentsFor(
  reader: Reader,
  patient: Pick<PatientSummary, 'id' | 'birthDate' | 'isReserved'>,
  day: ClinicDay
): Promise<Consent[]> {
  return consentsFrom(await newestDecisions(reader, [patient.id]), patient, day)
}

/** The same where the newest decisions have been read as well. */
export function consentsFrom(
  newest: readonly DecisionRow[],
  patient: Pick<PatientSummary, 'birthDate' | 'isReserved'>,
  day: ClinicDay
): Consent[] {
  return CONSENT_KEYS.map((key) => {
    const row = newest.find(({ purpose, channel }) => purpose === key.purpose && channel === key.channel)
    return consentOf(key, row ?? null, { patient, day })
  })
}

/**
 * Whether one kind of message may leave at this moment; asked again at each sending.
 * @throws AppError `not-found`
 */
export async function consentState(
  reader: Reader,
  { patientId, purpose, channel }: { patientId: PatientId; purpose: ConsentPurpose; channel: ConsentChannel },
  day: ClinicDay
): Promise<Consent> {
  const consents = await consentsOf(reader, patientId, day)
  const consent = consents.find((each) => each.purpose === purpose && each.channel === channel)
  if (!consent) throw new AppError('not-found')
  return consent
}

/** Those to whom no reminder may go because nobody has asked them; who said no is left out. */
export async function withoutReminderConsent(
  reader: Reader,
  patientIds: readonly PatientId[],
  day: ClinicDay
): Promise<ReadonlySet<PatientId>> {
  const key = { purpose: 'appointment-reminder', channel: 'sms' } as const
  if (defaultBasis(day.country, key.purpose, key.channel) !== 'none') return new Set()
  const patients = await patientSummaries(reader, patientIds, day.today)
  const newest = await newestDecisions(reader, patientIds)
  const isMissing = (id: PatientId) => {
    const patient = patients.get(id)
    const row = newest.find(
      (each) => each.patientId === id && each.purpose === key.purpose && each.channel === 'sms'
    )
    return patient !== undefined && consentOf(key, row ?? null, { patient, day }).state === 'default-missing'
  }
  return new Set(patientIds.filter(isMissing))
}
