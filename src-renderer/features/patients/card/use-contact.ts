import type { ContactChannel, Patient } from '@contract/patients'
import { useSelection } from '../../../app/selection.store'
import { offerUndo, showError } from '../../../app/undo'
import { call } from '../../../core-client'
import ConsentPanel from '../../consents/ConsentPanel.vue'
import VerifyMobile from '../VerifyMobile.vue'
import { useShownPatient } from './shown-patient.store'

const contactOf = (patient: Patient, channel: ContactChannel) =>
  channel === 'mobile' ? patient.mobile : patient.email

interface ContactActions {
  /** The patient said that it is right. */
  confirm(patient: Patient, channel: ContactChannel): Promise<void>
  verifyByCode(patient: Patient): void
  recordConsent(patient: Patient): void
}

/** What the desk does about mobile, e-mail and consent, from the card and while booking. */
export function useContact(): ContactActions {
  const selection = useSelection()
  const shown = useShownPatient()

  async function confirm(patient: Patient, channel: ContactChannel): Promise<void> {
    if (!contactOf(patient, channel)) return
    try {
      const confirmed = await call('patients.confirmContact', { id: patient.id, channel })
      shown.take(confirmed)
      offerToTakeBack(confirmed, channel)
    } catch (error) {
      showError(error)
    }
  }

  function offerToTakeBack(confirmed: Patient, channel: ContactChannel): void {
    const contact = contactOf(confirmed, channel)
    const verifiedAt = contact?.verifiedAt
    if (!contact || !verifiedAt) return
    offerUndo({
      textKey: 'card.confirmed',
      parameters: { value: contact.display },
      undo: async () => {
        shown.take(await call('patients.takeBackConfirmation', { id: confirmed.id, channel, verifiedAt }))
      }
    })
  }

  return {
    confirm,
    verifyByCode: (patient) => selection.openForm(VerifyMobile, { patientId: patient.id }),
    recordConsent: (patient) => selection.openForm(ConsentPanel, { patientId: patient.id })
  }
}
