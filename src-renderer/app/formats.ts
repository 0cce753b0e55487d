import type { CivilDate, Instant, Language, WallTime } from '@contract/values'
import { computed, type ComputedRef } from 'vue'
import {
  civilDateOf,
  dateRange,
  longDate,
  mediumDate,
  monthName,
  shortDate,
  shownTime,
  wallTimeOf
} from '../lib/dates'
import { useClock } from './clock.store'
import { i18n, isLanguage } from './i18n'

interface Formats {
  readonly language: ComputedRef<Language>
  /** `09.20`, of a moment or of a wall-clock time. */
  time(moment: Instant | WallTime): string
  /** `17.05.1987`. */
  date(date: CivilDate): string
  /** `tor. 3. des.` */
  mediumDate(date: CivilDate): string
  /** `torsdag 3. desember`; with the year when it is not this year. */
  longDate(date: CivilDate): string
  /** `23.–29. november`; with the year when it is not this year. */
  dateRange(from: CivilDate, until: CivilDate): string
  /** `desember 2026`. */
  month(date: CivilDate): string
  /** `09.20` when it was today, else `tor. 3. des. 09.20`. */
  moment(moment: Instant): string
  /** A length of time at one look: `12 min`, `5 timer`, `3 dager`. */
  span(minutes: number): string
  /** A number of things: `60 000`. */
  count(number: number): string
  /** An amount in hundredths: `0,49`. */
  amount(minor: number): string
}

/** Dates, times and amounts as the interface's language and the clinic's time zone have them. */
export function useFormats(): Formats {
  const clock = useClock()
  const language = computed<Language>(() => {
    const locale = i18n.global.locale.value
    return isLanguage(locale) ? locale : 'nb'
  })
  const time = (moment: Instant | WallTime): string =>
    shownTime(moment.length > 5 ? wallTimeOf(moment, clock.timeZone) : moment, language.value)
  const medium = (date: CivilDate): string => mediumDate(date, language.value)
  return {
    language,
    time,
    date: (date) => shortDate(date, language.value),
    mediumDate: medium,
    longDate: (date) => longDate(date, language.value, Number(clock.today.slice(0, 4))),
    dateRange: (from, until) => dateRange(from, until, language.value, Number(clock.today.slice(0, 4))),
    month: (date) => monthName(date, language.value),
    moment: (moment) => {
      const date = civilDateOf(moment, clock.timeZone)
      return date === clock.today ? time(moment) : `${medium(date)} ${time(moment)}`
    },
    span: (minutes) => {
      const hours = Math.floor(minutes / 60)
      const said = (count: number, unit: string, unitDisplay: 'short' | 'long'): string =>
        new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay }).format(count)
      if (hours < 2) return said(minutes, 'minute', 'short')
      return hours < 48 ? said(hours, 'hour', 'long') : said(Math.floor(hours / 24), 'day', 'long')
    },
    count: (number) => new Intl.NumberFormat(language.value).format(number),
    amount: (minor) =>
      new Intl.NumberFormat(language.value, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
        minor / 100
      )
  }
}
