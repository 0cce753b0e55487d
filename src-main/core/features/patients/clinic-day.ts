import type { Temporal } from 'temporal-polyfill'
import type { Country, Language } from '@contract/values'
import type { Reader } from '../../database/database'
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

/** @param reader within a transaction that transaction: there is one connection, and it is not free before it ends */
export async function readClinicDay(clock: Clock, settings: Settings, reader?: Reader): Promise<ClinicDay> {
  const { timeZone, country, language, isTraining } = await settings.read(reader)
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
