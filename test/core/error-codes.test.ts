import { describe, expect, it } from 'vitest'
import { sentenceFor } from '../../src-main/core/cli/sentences'
import { mergeLocale, type MessageTree } from '../../src-renderer/app/locales'

const LANGUAGES = ['nb', 'nn', 'da', 'nl', 'en']
const sources = import.meta.glob<string>(['../../src-main/**/*.ts', '!**/*.test.ts'], {
  eager: true,
  query: '?raw',
  import: 'default'
})
const files = import.meta.glob<MessageTree>(
  ['../../src-renderer/locales/*/errors*.json', '../../src-renderer/locales/*/imports.json'],
  { eager: true, import: 'default' }
)
const filesOf = (language: string): Record<string, MessageTree> =>
  Object.fromEntries(Object.entries(files).filter(([path]) => path.includes(`/${language}/`)))
const locales = Object.fromEntries(LANGUAGES.map((language) => [language, mergeLocale(filesOf(language))]))

/** Where a refusal's code stands: an error's first argument, and failures that are no exception. */
const REFUSALS = [
  /new AppError\(([^,)]*)/g,
  /refuse\(page, [^,]+, ([^)]*)\)/g,
  /failsWith: ('[a-z0-9-]+')/g,
  /\bcode: ('[a-z0-9-]+'), parameters/g
]
const ROW_ISSUES = [/\bcode: ('[a-z0-9-]+')/g]

function codesOf(places: readonly RegExp[], isWanted: (path: string) => boolean): string[] {
  const texts = Object.entries(sources).filter(([path]) => isWanted(path))
  const written = texts.flatMap(([, text]) => places.flatMap((place) => [...text.matchAll(place)]))
  return [...new Set(written.flatMap(([, place = '']) => codesIn(place)))].sort()
}

/** What is only compared with is no code: `phase === 'locked' ? 'key-missing' : 'no-clinic'`. */
function codesIn(written: string): string[] {
  return [...written.matchAll(/(?<!=== )'([a-z0-9-]+)'/g)].map(([, code = '']) => code)
}

function has(tree: string | MessageTree | undefined, key: string): boolean {
  return typeof tree === 'object' && key in tree
}

const isCommand = (path: string): boolean => path.includes('/core/cli/')
const isImport = (path: string): boolean => path.includes('/patients/import-')
const isFeature = (path: string): boolean => path.includes('/features/')
const refusals = [
  ...codesOf(REFUSALS.slice(0, 3), (path) => !isCommand(path)),
  ...codesOf(REFUSALS, (path) => !isCommand(path) && !isFeature(path))
]

describe('the codes of errors', () => {
  it('are found in the sources', () => {
    expect(refusals).toEqual(
      expect.arrayContaining(['not-found', 'disk-full', 'no-clinic', 'core-restarted'])
    )
    expect(refusals.length).toBeGreaterThan(80)
  })

  it.each(LANGUAGES)('each have a sentence in %s', (language) => {
    const sentences = locales[language]?.['errors']
    expect(refusals.filter((code) => !has(sentences, code))).toEqual([])
  })

  it.each(LANGUAGES)('each have a sentence in %s when a row of an import has them', (language) => {
    const imports = locales[language]?.['imports']
    const issues = typeof imports === 'object' ? imports['issue'] : undefined
    const codes = codesOf(ROW_ISSUES, isImport)
    expect(codes.length).toBeGreaterThan(5)
    expect(codes.filter((code) => !has(issues, code) && !has(locales[language]?.['errors'], code))).toEqual(
      []
    )
  })

  it('each have a sentence for who runs a command', () => {
    const without = codesOf(REFUSALS, isCommand).filter((code) =>
      sentenceFor(code, {}).endsWith(`the code ${code}.`)
    )
    expect(without).toEqual([])
  })
})
