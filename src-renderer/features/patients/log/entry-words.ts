import type { AccessLogEntry } from '@contract/audit'
import type { Language } from '@contract/values'
import { hasTranslation, translate } from '../../../app/i18n'
import { civilDateOf, shortDate, shownTime, wallTimeOf } from '../../../lib/dates'

export interface EntryWords {
  when(entry: AccessLogEntry): string
  who(entry: AccessLogEntry): string
  /** What was done, and the fields it touched when the log names them. */
  what(entry: AccessLogEntry): string
  why(entry: AccessLogEntry): string
}

/**
 * An entry of the access log in plain words: what a patient understands who is given it. The words are those of
 * `language`, which `readLanguage` must have read; the times are the clinic's.
 */
export function entryWords(language: Language, timeZone: string): EntryWords {
  const worded = (key: string, plain: string): string =>
    hasTranslation(key, language) ? translate(key, {}, language) : plain
  return {
    when: ({ occurredAt }) =>
      `${shortDate(civilDateOf(occurredAt, timeZone), language)} ${shownTime(wallTimeOf(occurredAt, timeZone), language)}`,
    who: ({ userName, role }) => {
      const word = worded(`patients.log.role.${role}`, role)
      return userName === '' ? word : `${userName} (${word})`
    },
    what: ({ action, detail }) => {
      const done = worded(`audit.${action}`, action)
      const more = detail === null ? '' : detailWords({ action, detail, worded })
      return more === '' ? done : `${done} – ${more}`
    },
    why: ({ reason }) => (reason === null ? '' : worded(`rights.reason.${reason}`, reason))
  }
}

interface Detail {
  readonly action: string
  readonly detail: string
  worded(key: string, plain: string): string
}

/** What the detail says in words; numbers by which the program knows its own rows tell a patient nothing. */
function detailWords({ action, detail, worded }: Detail): string {
  const known = (part: string): string => {
    if (action === 'login-help.given') return worded(`audit.login-help.cause.${part}`, part)
    return worded(`patients.field.${part}`, worded(`rights.log.detail.${part}`, ''))
  }
  return detail
    .split(/[,\s]+/)
    .map(known)
    .filter((word) => word !== '')
    .join(', ')
}
