import type { ClinicSettings } from '@contract/settings'
import type { Language } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'
import { minutesUntil } from './moment'
import type { TemplateValues } from './template.rules'

/** Day and month as people of the language write them; the year only when it is another one. */
const DATES = {
  nb: { separator: '.', time: '.' },
  nn: { separator: '.', time: '.' },
  da: { separator: '.', time: '.' },
  nl: { separator: '-', time: ':' },
  en: { separator: ' ', time: ':' }
} as const satisfies Record<Language, { separator: string; time: string }>

/** Tags with their region, for names of months and weekdays. */
const TAGS = { nb: 'nb-NO', nn: 'nn-NO', da: 'da-DK', nl: 'nl-NL', en: 'en-GB' } as const satisfies Record<
  Language,
  string
>

export interface TextSource {
  readonly settings: Pick<ClinicSettings, 'clinicName' | 'clinicTelephone' | 'timeZone' | 'messaging'>
  readonly language: Language
  /** For an address that is kept secret the text does not name the clinic. */
  readonly isProtected: boolean
}

export function clinicValues({ settings, isProtected }: TextSource): TemplateValues {
  return { clinic: isProtected ? '' : settings.clinicName, telephone: settings.clinicTelephone }
}

/**
 * Time, place and how to cancel. The hours before which cancelling is free are empty once that limit has passed, so
 * that the sentence about them drops out.
 */
export function appointmentValues(
  source: TextSource,
  { start, now }: { start: Temporal.Instant; now: Temporal.Instant }
): TemplateValues {
  return appointmentTexts(source, start)(now)
}

/** The same for several messages about one appointment, of which each leaves at a moment of its own. */
export function appointmentTexts(
  source: TextSource,
  start: Temporal.Instant
): (now: Temporal.Instant) => TemplateValues {
  const { settings, language } = source
  const { cancelLimitHours } = settings.messaging
  const here = start.toZonedDateTimeISO(settings.timeZone)
  const known = {
    ...clinicValues(source),
    weekday: nameOfDate(here, language, WEEKDAY),
    time: `${pad(here.hour)}${DATES[language].time}${pad(here.minute)}`
  }
  return (now) => {
    const isLate = minutesUntil(now, start) <= cancelLimitHours * 60
    return {
      ...known,
      date: dateText(here, language, here.year !== now.toZonedDateTimeISO(settings.timeZone).year),
      cancelHours: cancelLimitHours === 0 || isLate ? '' : String(cancelLimitHours)
    }
  }
}

function dateText(here: Temporal.ZonedDateTime, language: Language, hasYear: boolean): string {
  const parts = [pad(here.day), pad(here.month), ...(hasYear ? [String(here.year)] : [])]
  return language === 'en'
    ? nameOfDate(here, 'en', hasYear ? DAY_OF_YEAR : DAY)
    : parts.join(DATES[language].separator)
}

const WEEKDAY = { weekday: 'long' } as const
const DAY = { day: 'numeric', month: 'long' } as const
const DAY_OF_YEAR = { ...DAY, year: 'numeric' } as const

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter takes a millisecond and each booking writes several texts, so they are kept. */
function nameOfDate(
  { year, month, day }: Temporal.ZonedDateTime,
  language: Language,
  form: typeof WEEKDAY | typeof DAY | typeof DAY_OF_YEAR
): string {
  const key = `${language} ${Object.keys(form).join(' ')}`
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(TAGS[language], { ...form, timeZone: 'UTC' })
  formatters.set(key, known)
  return known.format(Date.UTC(year, month - 1, day))
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
