import { useI18n } from 'vue-i18n'
import { useSessionWords } from '../schedules/use-session-words'
import type { SessionBand } from './session-bands'

interface BandWords {
  /** One or two letters for where there is no room for words. */
  letter(band: SessionBand): string
  /** `ØH, holdes av til 10.00`. */
  name(band: SessionBand): string
}

/** What is painted behind the appointments, in words. */
export function useBandWords(): BandWords {
  const { t } = useI18n()
  const { time } = useSessionWords()

  function name(band: SessionBand): string {
    if (band.kind === 'absence')
      return t('calendar.band.absence', { reason: t(`schedules.reason.${band.reason}`) })
    const kind = t(`schedules.kind.${band.kind}`)
    if (band.kind !== 'urgent') return kind
    if (band.isReleased) return t('calendar.band.released', { kind })
    return band.heldUntilMinute === null
      ? t('calendar.band.held', { kind })
      : t('calendar.band.heldUntil', { kind, time: time(band.heldUntilMinute) })
  }

  return {
    letter: (band) => (band.kind === 'absence' ? '∅' : t(`schedules.letter.${band.kind}`)),
    name
  }
}
