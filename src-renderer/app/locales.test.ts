import { MessagePurpose, TemplatePurpose } from '@contract/messages'
import { describe, expect, it } from 'vitest'
import { messages as da } from '../locales/da'
import { messages as en } from '../locales/en'
import { messages as nb } from '../locales/nb'
import { messages as nl } from '../locales/nl'
import { messages as nn } from '../locales/nn'
import { mergeLocale, type MessageTree } from './locales'

const LANGUAGES = ['nb', 'nn', 'da', 'nl', 'en'] as const
// Vuetify's own words are its own affair.
const merged = Object.fromEntries(
  Object.entries({ nb, nn, da, nl, en }).map(([language, { $vuetify: _own, ...tree }]) => [language, tree])
)

function flatten(tree: MessageTree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, held]): [string, string][] =>
    typeof held === 'string' ? [[prefix + key, held]] : flatten(held, `${prefix}${key}.`)
  )
}

const textsOf = (language: string): Map<string, string> => new Map(flatten(merged[language] ?? {}))
const fieldsOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe('locales', () => {
  it('merges what several files say about one feature', () => {
    expect(
      mergeLocale({
        './nb/errors.json': { internal: 'a' },
        './nb/errors-patients.json': { 'mobile-missing': 'b' },
        './nb/app.json': { close: 'c' }
      })
    ).toEqual({ errors: { internal: 'a', 'mobile-missing': 'b' }, app: { close: 'c' } })
  })

  it.each(LANGUAGES)('%s has every text the others have', (language) => {
    const all = new Set(LANGUAGES.flatMap((one) => [...textsOf(one).keys()]))
    const own = textsOf(language)
    expect([...all].filter((key) => !own.has(key))).toEqual([])
  })

  it.each(LANGUAGES)('%s fills the same fields as the others', (language) => {
    const english = textsOf('en')
    const differing = [...textsOf(language)].filter(
      ([key, text]) => fieldsOf(text).join() !== fieldsOf(english.get(key) ?? '').join()
    )
    expect(differing.map(([key]) => key)).toEqual([])
  })

  it.each(LANGUAGES)('%s has a bar only between plural forms of a count', (language) => {
    // To vue-i18n a bar parts plural forms, unless it is quoted: {'|'}.
    const faulty = [...textsOf(language)]
      .map(([key, text]): [string, string] => [key, text.replaceAll("{'|'}", '')])
      .filter(([, text]) => text.includes('|'))
      .filter(([, text]) => !text.includes('{count}') || text.split('|').some((form) => form.trim() === ''))
    expect(faulty.map(([key]) => key)).toEqual([])
  })

  it.each(LANGUAGES)('%s has no empty text and none that cannot be compiled', (language) => {
    // To vue-i18n braces are fields and an at sign is a link, unless they are quoted: {'@'}.
    const quoted = /\{(?:\w+|'[^']*')\}/g
    const faulty = [...textsOf(language)].filter(
      ([, text]) => text.trim() === '' || /[{}@]/.test(text.replaceAll(quoted, ''))
    )
    expect(faulty.map(([key]) => key)).toEqual([])
  })

  it.each(LANGUAGES)('%s has words for every kind of message there is, wherever one is named', (language) => {
    const own = textsOf(language)
    const named = [
      ...MessagePurpose.options.flatMap((purpose) => [
        `card.purpose.${purpose}`,
        `messages.purpose.${purpose}`
      ]),
      ...TemplatePurpose.options.map((purpose) => `settings.templates.purposes.${purpose}`)
    ]
    expect(named.filter((key) => !own.has(key))).toEqual([])
  })
})
