const PREFIX = 'skranke.'

/** A choice of one person on this PC: theme, keys. Never anything about a patient. */
export function readPreference<T>(name: string, isValid: (value: unknown) => value is T): T | null {
  const text = globalThis.localStorage?.getItem(PREFIX + name) ?? null
  if (text === null) return null
  const value = parse(text)
  return isValid(value) ? value : null
}

export function writePreference(name: string, value: unknown): void {
  globalThis.localStorage?.setItem(PREFIX + name, JSON.stringify(value))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Written by an older version: as good as no choice.
    return null
  }
}
