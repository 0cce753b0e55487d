import type { PortalFact } from '@contract/portal'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../app/clock.store'
import { useFormats } from '../../app/formats'
import { civilDateOf } from '../../lib/dates'

/** What a resource says, in the window's language. */
export function useFactWords() {
  const { t, te } = useI18n()
  const clock = useClock()
  const formats = useFormats()

  const moment = (value: string): string =>
    `${formats.mediumDate(civilDateOf(value, clock.timeZone))} ${formats.time(value)}`

  /** A code by its words, and as it is where it has none. */
  const worded = (key: string, value: string): string => (te(key) ? t(key) : value)

  function valueOf({ name, value }: PortalFact): string {
    if (name === 'start') return moment(value)
    if (name === 'decided') return formats.date(civilDateOf(value, clock.timeZone))
    if (name === 'until') return formats.date(value.slice(0, 10))
    if (name === 'purpose') return worded(`consents.purpose.${value}`, value)
    if (['status', 'active', 'decision', 'request'].includes(name))
      return worded(`portal.value.${name}.${value}`, value)
    return value
  }

  return {
    labelOf: ({ name }: PortalFact): string => t(`portal.fact.${name}`),
    valueOf,
    /** All of it in one line. */
    line: (facts: readonly PortalFact[]): string => facts.map(valueOf).join(' · ')
  }
}
