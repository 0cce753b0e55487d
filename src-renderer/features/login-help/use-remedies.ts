import type { LoginRemedy } from '@contract/login-help'
import type { Patient } from '@contract/patients'
import { useSelection } from '../../app/selection.store'
import { offerUndo, showError } from '../../app/undo'
import { call } from '../../core-client'
import { useShowCodes } from '../codes/use-show-codes'
import IdentityPanel from '../identity/IdentityPanel.vue'
import { useContact } from '../patients/card/use-contact'
import GuardianPanel from '../patients/GuardianPanel.vue'

/** What the desk does about a finding, each in one step. */
export function useRemedies(): (remedy: LoginRemedy, patient: Patient) => Promise<void> {
  const selection = useSelection()
  const contact = useContact()
  const showCodes = useShowCodes()

  const steps: Record<LoginRemedy, (patient: Patient) => unknown> = {
    'correct-mobile': () => selection.editPatient('mobile'),
    'correct-number': ({ id, identifiers }) => {
      // A number that stands there is replaced or corrected; which of the two is said there.
      const isKnown = identifiers.some(({ status }) => status === 'in-use')
      if (isKnown) selection.openForm(IdentityPanel, { patientId: id })
      else selection.editPatient('nationalNumber')
    },
    'correct-gp': () => selection.editPatient('gp'),
    'confirm-mobile': contact.verifyByCode,
    'register-consent': contact.recordConsent,
    'show-codes': showCodes,
    'show-family': ({ id }) => selection.openForm(GuardianPanel, { patientId: id }),
    'unlock-account': async ({ id }) => {
      await call('portal.setLocked', { patientId: id, isLocked: false })
      offerUndo({
        textKey: 'login-help.unlocked',
        undo: async () => void (await call('portal.setLocked', { patientId: id, isLocked: true }))
      })
    },
    // The patient reads it back, which shows that codes arrive.
    'send-code': async (patient) => {
      await call('codes.send', { patientId: patient.id, channel: 'sms' })
      contact.verifyByCode(patient)
    }
  }
  return async (remedy, patient) => {
    try {
      await steps[remedy](patient)
    } catch (error) {
      showError(error)
    }
  }
}
