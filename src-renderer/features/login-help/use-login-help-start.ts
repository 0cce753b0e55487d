import { nextTick, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCommand, useKeyboard } from '../../app/keyboard'
import { useSelection } from '../../app/selection.store'
import { notify } from '../../app/undo'
import { useSession } from '../users/session.store'
import LoginHelp from './LoginHelp.vue'

/** Login help while nobody is selected: the patient who is found next in the search is the one on the telephone. */
export function useLoginHelpStart(): void {
  const { t } = useI18n()
  const keyboard = useKeyboard()
  const selection = useSelection()
  const session = useSession()
  let isWaiting = false

  async function stopWaiting(): Promise<void> {
    await nextTick()
    isWaiting = false
  }

  function findPatient(): void {
    void keyboard.commands.find(({ id }) => id === 'search')?.run()
    isWaiting = true
    // Whoever leaves the search without a patient wants something else.
    document.activeElement?.addEventListener('focusout', () => void stopWaiting(), { once: true })
    notify(t('login-help.find'))
  }

  useCommand({
    id: 'login-help.find',
    titleKey: 'login-help.command',
    wordsKey: 'login-help.words',
    keys: 'l',
    when: () => session.isDesk && selection.selectedPatientId === null && !selection.isFormOpen,
    run: findPatient
  })
  // At once: the search loses the focus in the same breath as the patient is selected.
  watch(
    () => selection.selectedPatientId,
    async (patientId) => {
      if (patientId === null || !isWaiting) return
      isWaiting = false
      await nextTick()
      if (patientId === selection.selectedPatientId) selection.openForm(LoginHelp, { patientId })
    },
    { flush: 'sync' }
  )
}
