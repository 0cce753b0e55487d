import { describe, expect, it } from 'vitest'
import { chordOf, isSingleCharacter, variantsOf, type KeyStroke } from './key-chord'

const stroke = (key: string, held: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held
})

describe('chordOf', () => {
  it.each([
    ['b', {}, 'b'],
    // Caps Lock writes a capital without Shift being held.
    ['B', {}, 'b'],
    ['B', { shiftKey: true }, 'shift+b'],
    ['?', { shiftKey: true }, '?'],
    ['k', { ctrlKey: true }, 'ctrl+k'],
    ['k', { metaKey: true }, 'ctrl+k'],
    ['P', { ctrlKey: true, shiftKey: true }, 'ctrl+shift+p'],
    ['ArrowLeft', {}, 'left'],
    ['ArrowLeft', { shiftKey: true }, 'shift+left'],
    ['ø', {}, 'ø'],
    // Alt+N writes a dead key on a Mac; the physical key decides.
    ['Dead', { altKey: true, code: 'KeyN' }, 'alt+n']
  ] as const)('%s with %o is %s', (key, held, chord) => {
    expect(chordOf(stroke(key, held))).toBe(chord)
  })
})

describe('variantsOf', () => {
  it('gives what a browser keeps for itself an Alt variant', () => {
    expect(variantsOf('ctrl+n')).toEqual(['ctrl+n', 'alt+n'])
    expect(variantsOf('ctrl+shift+p')).toEqual(['ctrl+shift+p', 'alt+p'])
    expect(variantsOf('b')).toEqual(['b', 'alt+b'])
    expect(variantsOf('ctrl+z')).toEqual(['ctrl+z'])
  })
})

describe('isSingleCharacter', () => {
  it('knows the shortcuts that WCAG 2.1.4 is about', () => {
    expect(['b', '1', '?', 'ctrl+b', 'left', 'f1'].filter(isSingleCharacter)).toEqual(['b', '1', '?'])
  })
})
