import type { Country, Language } from '../../../src-preload/contract/values'
import { da } from './words/da'
import { en } from './words/en'
import { nb } from './words/nb'
import { nl } from './words/nl'
import { nn } from './words/nn'

export type WordKey = keyof typeof nb
export type Words = Readonly<Record<WordKey, string>>

const WORDS: Readonly<Record<Language, Words>> = { nb, nn, da, nl, en }
const LOCALES: Readonly<Record<Language, string>> = {
  nb: 'nb-NO',
  nn: 'nn-NO',
  da: 'da-DK',
  nl: 'nl-NL',
  en: 'en-GB'
}
/** Each in its own words: who looks for one does not read the others. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  nb: 'Bokmål',
  nn: 'Nynorsk',
  da: 'Dansk',
  nl: 'Nederlands',
  en: 'English'
}

/** What differs by the clinic's country; `age`: from which the patient alone decides. */
export const COUNTRY_FACTS = {
  NO: { digits: 11, emergency: '113', dialling: '+47', age: 16 },
  DK: { digits: 10, emergency: '112', dialling: '+45', age: 15 },
  NL: { digits: 9, emergency: '112', dialling: '+31', age: 16 }
} as const satisfies Record<Country, { digits: number; emergency: string; dialling: string; age: number }>

/** The words, dates and times of one patient's language. */
export class Speech {
  readonly #words: Words
  readonly #locale: string

  constructor(
    readonly language: Language,
    private readonly timeZone: string
  ) {
    this.#words = WORDS[language]
    this.#locale = LOCALES[language]
  }

  say(key: WordKey, values: Readonly<Record<string, string | number>> = {}): string {
    return this.#words[key].replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? ''))
  }

  /** `torsdag 3. desember` */
  day(at: string): string {
    return this.#format(at, { weekday: 'long', day: 'numeric', month: 'long' })
  }

  /** `09.20`, or as the language writes it. */
  time(at: string): string {
    const text = this.#format(at, { hour: '2-digit', minute: '2-digit' })
    return this.language === 'nb' || this.language === 'nn' ? text.replace(':', '.') : text
  }

  /** The civil date, for telling days apart: `2026-12-03`. */
  date(at: string): string {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: this.timeZone }).format(new Date(at))
  }

  /** `2026-12-03` of a birth: no zone moves it. */
  civilDate(date: string): string {
    return new Intl.DateTimeFormat(this.#locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(date)
    )
  }

  #format(at: string, options: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.#locale, { ...options, timeZone: this.timeZone }).format(new Date(at))
  }
}
