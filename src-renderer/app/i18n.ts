import type { Language } from '@contract/values'
import { computed, ref } from 'vue'
import { createI18n } from 'vue-i18n'
import type { MessageTree } from './locales'

/** Each language is a file of its own, read when it is wanted. */
const readers: Record<Language, () => Promise<{ messages: MessageTree }>> = {
  nb: () => import('../locales/nb'),
  nn: () => import('../locales/nn'),
  da: () => import('../locales/da'),
  nl: () => import('../locales/nl'),
  en: () => import('../locales/en')
}

/** The languages of the interface, each in its own words. */
export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: 'nb', name: 'Norsk bokmål' },
  { code: 'nn', name: 'Norsk nynorsk' },
  { code: 'da', name: 'Dansk' },
  { code: 'nl', name: 'Nederlands' },
  { code: 'en', name: 'English' }
]

/** No language stands in for another: each has every text, which a test holds. */
export const i18n = createI18n({ legacy: false, locale: '', fallbackLocale: false, messages: {} })

const wished = ref<Language | null>(null)

/** Whether the page speaks the language that is wished; not yet while that is being read. */
export const isLanguageShown = computed(
  () => wished.value !== null && i18n.global.locale.value === wished.value
)

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language.code === value)
}

/** Reads the texts of a language, so that a sentence can be said in it. */
export async function readLanguage(language: Language): Promise<void> {
  if (i18n.global.availableLocales.includes(language)) return
  const { messages } = await readers[language]()
  i18n.global.setLocaleMessage(language, messages)
}

/** Changes the language of this window, as soon as it has been read. */
export async function setLanguage(language: Language): Promise<void> {
  wished.value = language
  await readLanguage(language)
  // Another one may have been wished meanwhile.
  if (wished.value !== language) return
  i18n.global.locale.value = language
  document.documentElement.lang = language
}

/**
 * Translates outside a component, where `useI18n` does not reach. Into another language than the page's, as on a paper
 * for a patient, once `readLanguage` has read it.
 */
export function translate(
  key: string,
  parameters: Record<string, string | number> = {},
  language?: Language
): string {
  return language === undefined
    ? i18n.global.t(key, parameters)
    : i18n.global.t(key, parameters, { locale: language })
}

export function hasTranslation(key: string, language?: Language): boolean {
  return language === undefined ? i18n.global.te(key) : i18n.global.te(key, language)
}
