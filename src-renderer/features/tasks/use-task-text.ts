import type { Task } from '@contract/tasks'
import { useI18n } from 'vue-i18n'
import { codeSentence } from '../../app/errors'
import { useFormats } from '../../app/formats'

/** What is to be done: what a person wrote, be it the patient at the portal, else what the program knows. */
export function useTaskText(): (task: Task) => string {
  const { t } = useI18n()
  const formats = useFormats()
  return ({ title, note, reason, purpose, appointmentStart, kind }) => {
    if (title !== '') return title
    if (saysItInNote({ kind, title, note })) {
      const time = appointmentStart === null ? null : formats.moment(appointmentStart)
      return time === null ? note : t('tasks.askedAbout', { time, text: note })
    }
    if (purpose !== null) {
      const cause = reason === null ? '' : codeSentence(reason)
      return `${t(`messages.purpose.${purpose}`)}: ${cause}`
    }
    if (appointmentStart === null) return t(`tasks.meaning.${kind}`)
    return t(`tasks.meaningWhen.${kind}`, { time: formats.moment(appointmentStart) })
  }
}

/** Whether the note is all there is to say, and would only be said twice below what is to be done. */
export function saysItInNote({ kind, title, note }: Pick<Task, 'kind' | 'title' | 'note'>): boolean {
  return kind === 'portal-request' && title === '' && note !== ''
}
