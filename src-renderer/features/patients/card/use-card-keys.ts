import type { Patient } from '@contract/patients'
import { useCommand } from '../../../app/keyboard'
import { useSelection } from '../../../app/selection.store'
import { useMove } from '../../appointments/move.store'
import { useSession } from '../../users/session.store'
import GuardianPanel from '../GuardianPanel.vue'
import { useContact } from './use-contact'

export interface CardKeyTargets {
  readonly patient: () => Patient | null
  readonly canText: () => boolean
  /** A text, or a letter to whom none can be sent. */
  readonly write: () => void
  readonly helpToLogIn: () => void
  readonly showLog: () => void
}

/** The keys of the card's parts; its lists and its menu have theirs themselves. */
export function useCardKeys({ patient, canText, write, helpToLogIn, showLog }: CardKeyTargets): void {
  const selection = useSelection()
  const session = useSession()
  const moving = useMove()
  const contact = useContact()

  const isReady = (): boolean => session.isDesk && patient() !== null && !moving.isMoving
  const has = (channel: 'mobile' | 'email'): boolean => patient()?.[channel] != null
  const withPatient = (run: (patient: Patient) => void | Promise<void>) => (): void | Promise<void> => {
    const shown = patient()
    return shown ? run(shown) : undefined
  }

  useCommand({ id: 'card.text', titleKey: 'card.textCommand', keys: 's', when: canText, run: write })
  useCommand({
    id: 'card.letter',
    titleKey: 'letters.writeFor',
    keys: 's',
    isHidden: true,
    when: () => isReady() && !canText() && patient()?.deceasedOn === null,
    run: write
  })
  useCommand({
    id: 'card.confirmMobile',
    titleKey: 'card.confirmMobile',
    keys: 'v',
    when: () => isReady() && has('mobile'),
    run: withPatient((shown) => contact.confirm(shown, 'mobile'))
  })
  useCommand({
    id: 'card.enterMobile',
    titleKey: 'card.enterMobile',
    keys: 'v',
    when: () => isReady() && !has('mobile'),
    run: () => selection.editPatient('mobile')
  })
  useCommand({
    id: 'card.confirmEmail',
    titleKey: 'card.confirmEmail',
    keys: 'shift+e',
    when: () => isReady() && has('email'),
    run: withPatient((shown) => contact.confirm(shown, 'email'))
  })
  useCommand({
    id: 'card.verifyByCode',
    titleKey: 'card.verifyByCode',
    keys: 'shift+v',
    when: () => isReady() && (has('mobile') || has('email')),
    run: withPatient(contact.verifyByCode)
  })
  useCommand({
    id: 'card.consents',
    titleKey: 'card.recordConsents',
    keys: 'k',
    when: isReady,
    run: withPatient(contact.recordConsent)
  })
  useCommand({
    id: 'card.guardians',
    titleKey: 'card.editGuardians',
    keys: 'p',
    when: isReady,
    run: withPatient(({ id }) => selection.openForm(GuardianPanel, { patientId: id }))
  })
  useCommand({
    id: 'card.gp',
    titleKey: 'card.editGp',
    keys: 'shift+g',
    when: isReady,
    run: () => selection.editPatient('gp')
  })
  useCommand({
    id: 'card.loginHelp',
    titleKey: 'login-help.command',
    wordsKey: 'login-help.words',
    keys: 'l',
    when: isReady,
    run: helpToLogIn
  })
  useCommand({
    id: 'card.edit',
    titleKey: 'card.editCommand',
    keys: 'e',
    when: isReady,
    run: () => selection.editPatient()
  })
  useCommand({
    id: 'card.log',
    titleKey: 'card.logCommand',
    keys: 'g',
    when: () => patient() !== null && !session.isLimited,
    run: showLog
  })
  useCommand({
    id: 'card.close',
    titleKey: 'card.close',
    keys: 'esc',
    isHidden: true,
    when: () => !moving.isMoving,
    run: selection.clear
  })
}
