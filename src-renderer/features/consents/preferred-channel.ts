import type { Patient } from '@contract/patients'

/** Why a patient who prefers e-mail gets something else for now; null when e-mail goes out. */
export function obstacleOf(
  patient: Pick<Patient, 'preferredChannel' | 'email' | 'addressProtection' | 'consents'>,
  isEmailOn: boolean
): 'off' | 'addressMissing' | 'protected' | 'withdrawn' | 'consentMissing' | null {
  if (patient.preferredChannel === 'sms') return null
  if (!isEmailOn) return 'off'
  if (!patient.email) return 'addressMissing'
  if (patient.addressProtection !== 'none') return 'protected'
  const consent = patient.consents.find(
    ({ purpose, channel }) => purpose === 'appointment-reminder' && channel === 'email'
  )
  if (consent?.isAllowed) return null
  return consent?.state === 'withdrawn' ? 'withdrawn' : 'consentMissing'
}
