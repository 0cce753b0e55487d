import type { Patient, PatientAlert } from '@contract/patients'
import { useRouter } from 'vue-router'
import { useSelection } from '../../../app/selection.store'
import { call } from '../../../core-client'
import { pairPlace } from '../../duplicates/pair-place'
import { useContact } from './use-contact'

type Remedy = (patient: Patient) => void | Promise<void>

/** What puts right what an alert tells of; one that is as it is has none. */
export function useAlertRemedies(): Partial<Record<PatientAlert, Remedy>> {
  const selection = useSelection()
  const contact = useContact()
  const router = useRouter()
  return {
    'mobile-missing': () => selection.editPatient('mobile'),
    'number-disputed': () => selection.editPatient('mobile'),
    'mobile-stale': contact.verifyByCode,
    'email-stale': (patient) => contact.confirm(patient, 'email'),
    'consent-missing': contact.recordConsent,
    reserved: contact.recordConsent,
    'turned-16': contact.recordConsent,
    'not-own-gp': () => selection.editPatient('gp'),
    'number-missing': () => selection.editPatient('nationalNumber'),
    'control-digit-2032': () => selection.editPatient('nationalNumber'),
    'birth-date-missing': () => selection.editPatient(),
    'possible-duplicate': async ({ id }) => {
      const pair = await call('duplicates.ofPatient', { patientId: id })
      if (pair) await router.push(pairPlace(pair))
    }
  }
}
