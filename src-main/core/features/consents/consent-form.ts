import { ConsentFormWords, ConsentPurpose, type ConsentForm } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { ClinicSettings } from '@contract/settings'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { patientSummaries, type ClinicDay } from '../patients'
import { wordingIn } from './consent-wording'

const files = import.meta.glob<unknown>('../../../../resources/consent-form/*.json', {
  eager: true,
  import: 'default'
})

/**
 * The form for a signature, in the patient's language: name and birth date are all it needs to be told apart by.
 * @throws AppError `not-found`
 */
export async function readForm(
  reader: Reader,
  patientId: PatientId,
  { clinic, day }: { clinic: ClinicSettings; day: ClinicDay }
): Promise<ConsentForm> {
  const patient = (await patientSummaries(reader, [patientId], day.today)).get(patientId)
  if (!patient) throw new AppError('not-found')
  const language = patient.language ?? day.language
  const { version, texts } = wordingIn(language)
  const { line, postalCode, city } = clinic.clinicAddress
  const address = [line, `${postalCode} ${city}`.trim()].filter((part) => part !== '').join(', ')
  return {
    language,
    wordingVersion: version,
    clinic: { name: clinic.clinicName, address, telephone: clinic.clinicTelephone },
    patient: { name: `${patient.givenName} ${patient.familyName}`, birthDate: patient.birthDate },
    words: ConsentFormWords.parse(files[`../../../../resources/consent-form/${language}.json`]),
    questions: ConsentPurpose.options.map((purpose) => ({ purpose, text: texts[purpose] }))
  }
}
