import type { ContactChannel, Patient } from '@contract/patients'
import { useI18n } from 'vue-i18n'
import { useSelection } from '../../../app/selection.store'
import { notify, showError } from '../../../app/undo'
import { call } from '../../../core-client'
import ConsentPanel from '../../consents/ConsentPanel.vue'
import VerifyMobile from '../VerifyMobile.vue'
import { useShownPatient } from './shown-patient.store'

interface ContactActions {
  /** The patient said that it is right. */
  confirm(patient: Patient, channel: ContactChannel): Promise<void>
  verifyByCode(patient: Patient): void
  recordConsent(patient: Patient): void
}

/** What the desk does about mobile, e-mail and consent, from the card and while booking. */
export function useContact(): ContactActions {
  const { t } = useI18n()
  const selection = useSelection()
  const shown = useShownPatient()

  async function confirm(patient: Patient, channel: ContactChannel): Promise<void> {
    const contact = channel === 'mobile' ? patient.mobile : patient.email
    if (!contact) return
    try {
      shown.take(await call('patients.confirmContact', { id: patient.id, channel }))
      notify(t('card.confirmed', { value: contact.display }))
    } catch (error) {
      showError(error)
    }
  }

  return {
    confirm,
    verifyByCode: (patient) => selection.openForm(VerifyMobile, { patientId: patient.id }),
    recordConsent: (patient) => selection.openForm(ConsentPanel, { patientId: patient.id })
  }
}
