import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { useCommandList } from './command-list'
import { useKeyboard } from './keyboard'

vi.mock(import('./i18n'), async (original) => ({ ...(await original()), translate: (key) => key }))

beforeEach(() => setActivePinia(createPinia()))

const run = () => undefined

it('finds by the beginnings of words, by title, and only what is possible', () => {
  const keyboard = useKeyboard()
  const isOpen = ref(true)
  keyboard.register({ id: 'print', titleKey: 'Skriv ut dagen', run })
  keyboard.register({
    id: 'day',
    titleKey: 'Åpne dagen',
    wordsKey: 'kalender',
    when: () => isOpen.value,
    run
  })
  keyboard.register({ id: 'hidden', titleKey: 'Dagen', isHidden: true, run })
  const typed = ref('')
  const list = useCommandList(() => typed.value)
  const titles = () => list.value.map(({ title }) => title)
  expect(titles()).toEqual(['Åpne dagen', 'Skriv ut dagen'])
  typed.value = 'da sk'
  expect(titles()).toEqual(['Skriv ut dagen'])
  typed.value = 'KAL apne'
  expect(titles()).toEqual(['Åpne dagen'])
  isOpen.value = false
  expect(titles()).toEqual([])
})

it('asks what is possible once while a text is typed, and anew for the next', () => {
  const when = vi.fn(() => true)
  useKeyboard().register({ id: 'day', titleKey: 'dagen', when, run })
  const typed = ref('')
  const list = useCommandList(() => typed.value)
  for (const text of ['d', 'da', 'dag']) {
    typed.value = text
    expect(list.value).toHaveLength(1)
  }
  expect(when).toHaveBeenCalledTimes(1)
  typed.value = ''
  when.mockReturnValue(false)
  typed.value = 'd'
  expect(list.value).toEqual([])
})
