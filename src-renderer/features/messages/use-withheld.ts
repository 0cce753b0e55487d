import type { AnyMessage } from '@contract/messages'
import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { showError } from '../../app/undo'
import { useShownPatient } from '../patients/card/shown-patient.store'

/** Texts that are told only to somebody who has said why: what stands in their place, and reading them once it was said. */
export function useWithheld(list: { items: () => readonly AnyMessage[]; reload: () => Promise<void> }) {
  const { t } = useI18n()
  const shown = useShownPatient()

  watch(
    () => shown.patient?.id ?? null,
    (id) => {
      const isWaitedFor = list.items().some(({ patientId, isWithheld }) => isWithheld && patientId === id)
      if (isWaitedFor) list.reload().catch(showError)
    }
  )

  /** The message with a sentence where its text is withheld. */
  const inWords = <Message extends AnyMessage>(message: Message): Message =>
    message.isWithheld ? { ...message, text: t('messages.withheld') } : message

  return { inWords }
}
