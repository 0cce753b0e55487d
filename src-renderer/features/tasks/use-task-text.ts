import type { Task } from '@contract/tasks'
import { useI18n } from 'vue-i18n'
import { codeSentence } from '../../app/errors'
import { useFormats } from '../../app/formats'

/** What is to be done: what a person wrote, else what the program knows. */
export function useTaskText(): (task: Task) => string {
  const { t } = useI18n()
  const formats = useFormats()
  return ({ title, reason, purpose, appointmentStart, kind }) => {
    if (title !== '') return title
    if (purpose !== null) {
      const cause = reason === null ? '' : codeSentence(reason)
      return `${t(`messages.purpose.${purpose}`)}: ${cause}`
    }
    if (appointmentStart === null) return t(`tasks.meaning.${kind}`)
    return t(`tasks.meaningWhen.${kind}`, { time: formats.moment(appointmentStart) })
  }
}
