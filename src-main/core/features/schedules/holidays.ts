import type { CivilDate, Country, Language } from '@contract/values'
import Holidays from 'date-holidays'

/** The public holiday's name on that date, in the language given where the library knows it; else null. */
export type HolidayName = (date: CivilDate, country: Country, language: Language) => string | null

/** The library has one Norwegian. */
const LIBRARY_LANGUAGE = { nb: 'no', nn: 'no', da: 'da', nl: 'nl', en: 'en' } as const satisfies Record<
  Language,
  string
>

/** The library has bokmål; these are the names that nynorsk spells otherwise. */
const NYNORSK: Readonly<Record<string, string>> = {
  Skjærtorsdag: 'Skjertorsdag',
  'Arbeidernes dag': 'Arbeidardagen'
}

/** Public holidays by country (date-holidays). A year takes the library some 20 ms, so each is worked out once. */
export function createHolidays(): HolidayName {
  const years = new Map<string, ReadonlyMap<CivilDate, string>>()
  return (date, country, language) => {
    const year = Number(date.slice(0, 4))
    const key = `${year} ${country} ${language}`
    const known = years.get(key) ?? publicHolidays(year, country, language)
    years.set(key, known)
    return known.get(date) ?? null
  }
}

function publicHolidays(year: number, country: Country, language: Language): ReadonlyMap<CivilDate, string> {
  const library = new Holidays(country, { languages: [LIBRARY_LANGUAGE[language], 'en'], types: ['public'] })
  const names = new Map<CivilDate, string>()
  for (const { date, name: written } of library.getHolidays(year)) {
    const name = language === 'nn' ? (NYNORSK[written] ?? written) : written
    const day = date.slice(0, 10)
    const known = names.get(day)
    // Two can meet: 17 May 2027 is a Whit Monday too.
    names.set(day, known === undefined ? name : `${known}, ${name}`)
  }
  return names
}
