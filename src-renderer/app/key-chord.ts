export type KeyStroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const NAMES: Record<string, string> = {
  arrowleft: 'left',
  arrowright: 'right',
  arrowup: 'up',
  arrowdown: 'down',
  escape: 'esc',
  ' ': 'space'
}

/**
 * A key stroke as text: `ctrl+k`, `b`, `?`, `shift+left`. Shift counts with letters and named keys only: on a symbol
 * it is part of writing the symbol. With Alt the physical key decides, because Alt writes other characters on a Mac.
 */
export function chordOf(stroke: KeyStroke): string {
  const key = stroke.altKey ? (physicalKey(stroke.code) ?? stroke.key) : stroke.key
  const lower = key.toLowerCase()
  const name = NAMES[lower] ?? lower
  const isWritten = name.length === 1 && !/\p{L}/u.test(name)
  const hasModifier = stroke.ctrlKey || stroke.metaKey || stroke.altKey
  return [
    stroke.ctrlKey || stroke.metaKey ? 'ctrl+' : '',
    stroke.altKey ? 'alt+' : '',
    stroke.shiftKey && (!isWritten || hasModifier) ? 'shift+' : '',
    name
  ].join('')
}

/** A single character without a modifier: the kind of shortcut WCAG 2.1.4 wants to be possible to turn off. */
export function isSingleCharacter(chord: string): boolean {
  return [...chord].length === 1
}

/** A browser keeps these for itself; there Alt does the same. */
const ALT_VARIANTS: Record<string, string> = { 'ctrl+n': 'alt+n', 'ctrl+l': 'alt+l', 'ctrl+shift+p': 'alt+p' }

/** Every chord that starts a command bound to `chord`. */
export function variantsOf(chord: string): string[] {
  const alt = ALT_VARIANTS[chord] ?? (/^[a-z]$/.test(chord) ? `alt+${chord}` : undefined)
  return alt ? [chord, alt] : [chord]
}

function physicalKey(code: string): string | undefined {
  return /^(?:Key|Digit)(\w)$/.exec(code)?.[1]
}
