import type { AccessLogEntry } from '@contract/audit'
import { useClock } from '../../../app/clock.store'
import { useFormats } from '../../../app/formats'
import { hasTranslation, translate } from '../../../app/i18n'
import { civilDateOf } from '../../../lib/dates'

interface EntryWords {
  when(entry: AccessLogEntry): string
  who(entry: AccessLogEntry): string
  /** What was done, and the fields it touched when the log names them. */
  what(entry: AccessLogEntry): string
}

/** An entry of the access log in plain words: what a patient understands who is given it. */
export function useEntryWords(): EntryWords {
  const formats = useFormats()
  const clock = useClock()
  return {
    when: ({ occurredAt }) =>
      `${formats.date(civilDateOf(occurredAt, clock.timeZone))} ${formats.time(occurredAt)}`,
    who: ({ userName, role }) => {
      const word = worded(`patients.log.role.${role}`, role)
      return userName === '' ? word : `${userName} (${word})`
    },
    what: ({ action, detail }) => {
      const done = worded(`audit.${action}`, action)
      if (detail === null || detail === '') return done
      if (action === 'login-help.given') return `${done} – ${causes(detail)}`
      const fields = detail.split(/[,\s]+/).map((field) => worded(`patients.field.${field}`, field))
      return `${done} – ${translate('patients.log.fields', { fields: fields.join(', ') })}`
    }
  }
}

/** What login help found; a name that a sentence would fill in is not in the log. */
function causes(detail: string): string {
  const found = detail.split(', ').map((cause) => worded(`audit.login-help.cause.${cause}`, cause))
  return found.join(', ')
}

function worded(key: string, plain: string): string {
  return hasTranslation(key) ? translate(key) : plain
}
