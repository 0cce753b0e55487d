import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useKeyboard, type Command } from './keyboard'
import type { KeyStroke } from './key-chord'

const command = (id: string, keys: string | readonly string[], more: Partial<Command> = {}): Command => ({
  id,
  titleKey: id,
  keys,
  run: () => undefined,
  ...more
})

const press = (key: string, held: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held
})

describe('keyboard', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('finds a command by its key for as long as it is registered', () => {
    const keyboard = useKeyboard()
    const unregister = keyboard.register(command('book', 'b'))
    expect(keyboard.commandFor(press('b'), false)?.id).toBe('book')
    unregister()
    expect(keyboard.commandFor(press('b'), false)).toBeUndefined()
  })

  it('lets single letters sleep while a field has the focus, and chords work on', () => {
    const keyboard = useKeyboard()
    keyboard.register(command('book', 'b'))
    keyboard.register(command('lock', 'ctrl+l'))
    keyboard.register(command('undo', 'ctrl+z', { worksInFields: false }))
    expect(keyboard.commandFor(press('b'), true)).toBeUndefined()
    expect(keyboard.commandFor(press('l', { ctrlKey: true }), true)?.id).toBe('lock')
    expect(keyboard.commandFor(press('z', { ctrlKey: true }), true)).toBeUndefined()
  })

  it('runs nothing on single letters that are turned off, but on their Alt variants', () => {
    const keyboard = useKeyboard()
    keyboard.register(command('book', 'b'))
    keyboard.setLetters(false)
    expect(keyboard.commandFor(press('b'), false)).toBeUndefined()
    expect(keyboard.commandFor(press('b', { altKey: true }), false)?.id).toBe('book')
  })

  it('passes over a command that is not possible now', () => {
    const keyboard = useKeyboard()
    keyboard.register(command('page', 'x'))
    keyboard.register(command('form', 'x', { when: () => false }))
    expect(keyboard.commandFor(press('x'), false)?.id).toBe('page')
  })

  it('prefers the newest of two that want the same key', () => {
    const keyboard = useKeyboard()
    keyboard.register(command('page', 'x'))
    keyboard.register(command('form', 'x'))
    expect(keyboard.commandFor(press('x'), false)?.id).toBe('form')
  })

  it('remaps a command, and gives it its own key back', () => {
    const keyboard = useKeyboard()
    const book = command('book', 'b')
    keyboard.register(book)
    keyboard.remap('book', 'n')
    expect(keyboard.commandFor(press('b'), false)).toBeUndefined()
    expect(keyboard.commandFor(press('n'), false)?.id).toBe('book')
    keyboard.remap('book', '')
    expect(keyboard.keysOf(book)).toEqual([])
    keyboard.remap('book', null)
    expect(keyboard.keysOf(book)).toEqual(['b'])
  })
})
