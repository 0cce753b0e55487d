import type { SessionKind } from '@contract/sessions'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { minuteText } from '../../lib/minute-text'

interface SessionWords {
  /** `08.00`, and `24.00` for the end of the day. */
  time(minute: number): string
  /** `08.00–11.30`. */
  span(session: { startMinute: number; endMinute: number }): string
  /** `08.00–11.30 ordinær`. */
  session(session: { startMinute: number; endMinute: number; kind: SessionKind }): string
}

/** A session in the words of the interface. */
export function useSessionWords(): SessionWords {
  const { t } = useI18n()
  const { language } = useFormats()
  const time = (minute: number): string =>
    minuteText(minute, ['nl', 'en'].includes(language.value) ? ':' : '.')
  const span: SessionWords['span'] = ({ startMinute, endMinute }) => `${time(startMinute)}–${time(endMinute)}`
  return {
    time,
    span,
    session: (session) => `${span(session)} ${t(`schedules.kind.${session.kind}`)}`
  }
}
