import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { codeSentence } from './errors'
import { i18n, readLanguage } from './i18n'

it.each([
  ['nb', '23.11.2026', '10.30'],
  ['nl', '23-11-2026', '10:30']
] as const)('writes dates and times in a sentence as %s does', async (language, date, time) => {
  setActivePinia(createPinia())
  await readLanguage(language)
  i18n.global.locale.value = language
  const sentence = codeSentence('series-slot-taken', { date: '2026-11-23', time: '10:30' })
  expect(sentence).toContain(date)
  expect(sentence).toContain(time)
})
