/** The parts of a chord as they stand on the keys: `['Ctrl', 'K']`. */
export function keyCaps(chord: string): string[] {
  const caps: Record<string, string> = {
    left: '←',
    right: '→',
    up: '↑',
    down: '↓',
    esc: 'Esc',
    space: '␣',
    pageup: 'PgUp',
    pagedown: 'PgDn',
    delete: 'Del',
    backspace: '⌫'
  }
  return chord.split(/\+(?=.)/).map((part) => caps[part] ?? part.charAt(0).toUpperCase() + part.slice(1))
}
