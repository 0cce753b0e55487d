import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { useToasts } from './toasts.store'

beforeEach(() => {
  setActivePinia(createPinia())
})

const say = (text: string, about?: string): number =>
  useToasts().add({ tone: 'info', text, action: null, about })
const shown = (): string[] => useToasts().toasts.map(({ text }) => text)

it('lets what happened next to the same thing take the place of what was said of it', () => {
  say('Hansen has an appointment at 12.00', 'appointment 1')
  say('Berg has arrived', 'appointment 2')
  say('Moved: Hansen, 13.00', 'appointment 1')
  expect(shown()).toEqual(['Berg has arrived', 'Moved: Hansen, 13.00'])
})

it('keeps what tells of nothing in particular, three at most and none twice', () => {
  for (const text of ['one', 'two', 'two', 'three', 'four']) say(text)
  expect(shown()).toEqual(['two', 'three', 'four'])
})
