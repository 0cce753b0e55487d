import type { Temporal } from 'temporal-polyfill'
import type { Country, Language } from '@contract/values'
import type { Clock } from '../../platform/clock'
import type { Settings } from '../settings'

/** What the rules need to know of the clinic and the moment. */
export interface ClinicDay {
  readonly now: Temporal.Instant
  readonly today: Temporal.PlainDate
  readonly timeZone: string
  readonly country: Country
  readonly language: Language
  readonly isTraining: boolean
}

export async function readClinicDay(clock: Clock, settings: Settings): Promise<ClinicDay> {
  const { timeZone, country, language, isTraining } = await settings.read()
  const now = clock.now()
  return {
    now,
    today: now.toZonedDateTimeISO(timeZone).toPlainDate(),
    timeZone,
    country,
    language,
    isTraining
  }
}
