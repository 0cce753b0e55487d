import type { PlaceNote } from '@contract/place-notes'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { useSessionWords } from './use-session-words'

/** What speaks against a place, in a few words. */
export function usePlaceWords(): { note(note: PlaceNote): string } {
  const { t } = useI18n()
  const formats = useFormats()
  const { time } = useSessionWords()

  function note(one: PlaceNote): string {
    switch (one.code) {
      case 'wrong-session':
        return t('schedules.note.wrong-session', { kind: t(`schedules.kind.${one.sessionKind}`) })
      case 'held-back':
        return one.untilMinute === null
          ? t('schedules.note.held-back')
          : t('schedules.note.held-until', { time: time(one.untilMinute) })
      case 'absence':
        return t('schedules.note.absence', { reason: t(`schedules.reason.${one.reason}`) })
      case 'holiday':
        return t('schedules.note.holiday', { name: one.name })
      case 'buffer':
        return t('schedules.note.buffer', { minutes: one.minutes })
      case 'resource-taken':
        return t('schedules.note.resource-taken', {
          resource: one.resource,
          until: `${formats.mediumDate(one.date)} ${formats.time(one.until)}`
        })
      case 'resource-missing':
        return t('schedules.note.resource-missing', { resource: one.resource })
      default:
        return t(`schedules.note.${one.code}`)
    }
  }

  return { note }
}
