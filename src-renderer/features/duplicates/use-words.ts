import type { DuplicateReason, MadeSince, MergeField, RecordContents } from '@contract/duplicates'
import type { Instant } from '@contract/values'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../app/clock.store'
import { useFormats } from '../../app/formats'
import { civilDateOf } from '../../lib/dates'
import { shownNationalNumber, shownTelephone } from '../../lib/identity'

/** How many of each kind, in the order in which it is said. */
const KINDS = [
  'appointments',
  'messages',
  'replies',
  'letters',
  'consents',
  'relations',
  'tasks',
  'waitingList',
  'identifiers'
] as const satisfies readonly (keyof RecordContents)[]

const speaksAgainst = (reason: DuplicateReason): boolean => reason.startsWith('other-')

/** What the core answers about two records, in words. */
export function useWords() {
  const { t } = useI18n()
  const clock = useClock()
  const formats = useFormats()

  /** With its year: a merge may be undone long afterwards. */
  const when = (moment: Instant): string =>
    `${formats.date(civilDateOf(moment, clock.timeZone))} ${formats.time(moment)}`

  function value(field: MergeField, text: string | null): string {
    if (text === null) return t('duplicates.nothing')
    switch (field) {
      case 'birthDate':
      case 'deceasedOn':
        return formats.date(text)
      case 'nationalNumber':
        return shownNationalNumber(text)
      case 'sex':
        return t(`patients.sex.${text}`)
      case 'language':
        return t(`patients.language.${text}`)
      case 'preferredChannel':
        return t(`consents.channel.${text}`)
      case 'addressProtection':
        return t(`patients.form.protection.${text}`)
      case 'confidentiality':
        return t(`rights.confidential.choice.${text}`)
      case 'reserved':
        return t(`duplicates.${text}`)
      default:
        return text
    }
  }

  /** What speaks for one person, then what speaks against it. */
  function reasons(found: readonly DuplicateReason[]): string {
    const said = (some: readonly DuplicateReason[]): string =>
      some.map((reason) => t(`duplicates.reason.${reason}`)).join(', ')
    const alike = said(found.filter((reason) => !speaksAgainst(reason)))
    const unlike = said(found.filter(speaksAgainst))
    return alike === '' || unlike === '' ? alike || unlike : t('duplicates.but', { alike, unlike })
  }

  function contents(record: RecordContents): string {
    const parts = KINDS.filter((kind) => record[kind] > 0).map((kind) =>
      t(`duplicates.contents.${kind}`, { count: record[kind] }, record[kind])
    )
    return parts.length === 0 ? t('duplicates.contents.nothing') : parts.join(', ')
  }

  function madeSince({ kind, at, text, code }: MadeSince): string {
    switch (kind) {
      case 'appointment':
        return t('duplicates.since.appointment', { when: at === null ? '' : when(at), who: text })
      case 'series':
        return t('duplicates.since.series', { date: formats.date(text) })
      case 'message':
        return t('duplicates.since.message', {
          what: t(`messages.purpose.${code}`),
          to: shownTelephone(text)
        })
      case 'consent':
        return t('duplicates.since.consent', {
          what: consentOf(text),
          decision: t(`consents.decision.${code}`)
        })
      case 'contact':
        return t(`duplicates.since.${code}`, { value: shownTelephone(text) })
      case 'identifier':
        return t('duplicates.since.identifier', {
          type: t(`patients.numberType.${code}`),
          value: shownNationalNumber(text)
        })
      case 'task':
        return t('duplicates.since.task', { title: text === '' ? t(`tasks.kind.${code}`) : text })
      case 'reply':
      case 'code':
        return t(`duplicates.since.${kind}`, { value: shownTelephone(text) })
      default:
        return t(`duplicates.since.${kind}`, { value: text })
    }
  }

  /** A purpose and a channel; a reservation has neither. */
  function consentOf(text: string): string {
    const [purpose, channel] = text.split(' ')
    if (!purpose || !channel) return t('consents.title')
    return `${t(`consents.purpose.${purpose}`)}, ${t(`consents.channel.${channel}`)}`
  }

  return { value, reasons, contents, madeSince, when }
}
