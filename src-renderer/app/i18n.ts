import type { Language } from '@contract/values'
import { createI18n } from 'vue-i18n'
import { da as vuetifyDa, en as vuetifyEn, nl as vuetifyNl, no as vuetifyNo } from 'vuetify/locale'
import { mergeLocales, type MessageTree } from './locales'

const files = import.meta.glob<MessageTree>('../locales/*/*.json', { eager: true, import: 'default' })
const merged = mergeLocales(files)

/** The languages of the interface, each in its own words. */
export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: 'nb', name: 'Norsk bokmål' },
  { code: 'nn', name: 'Norsk nynorsk' },
  { code: 'da', name: 'Dansk' },
  { code: 'nl', name: 'Nederlands' },
  { code: 'en', name: 'English' }
]

export const i18n = createI18n({
  legacy: false,
  locale: 'nb',
  fallbackLocale: { nn: ['nb', 'en'], da: ['en'], nl: ['en'], nb: ['en'], default: ['en'] },
  messages: {
    nb: { ...merged['nb'], $vuetify: vuetifyNo },
    nn: { ...merged['nn'], $vuetify: vuetifyNo },
    da: { ...merged['da'], $vuetify: vuetifyDa },
    nl: { ...merged['nl'], $vuetify: vuetifyNl },
    en: { ...merged['en'], $vuetify: vuetifyEn }
  }
})

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language.code === value)
}

/** Changes the language of this window at once. */
export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
}

/** Translates outside a component, where `useI18n` does not reach. */
export function translate(key: string, parameters: Record<string, string | number> = {}): string {
  return i18n.global.t(key, parameters)
}

export function hasTranslation(key: string): boolean {
  return i18n.global.te(key) || i18n.global.te(key, 'en')
}
