import { useI18n } from 'vue-i18n'
import { useClock } from '../../app/clock.store'
import { useFormats } from '../../app/formats'
import { minutesSince } from '../../lib/dates'

/** Words for how long something has been on its way to the portal; null: it was only just written down. */
export function useWaitingAge(): (since: string | null) => string {
  const { t } = useI18n()
  const clock = useClock()
  const formats = useFormats()
  return (since) => {
    const minutes = since === null ? 0 : minutesSince(since, clock.nowMs)
    if (since === null || minutes < 1) return t('portal.waiting.now')
    return t('portal.waiting.since', { span: formats.span(minutes), time: formats.moment(since) })
  }
}
