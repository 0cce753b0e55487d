import type { Preferences } from '@contract/shell'
import { call } from '../core-client'

/** The page's own storage ends with the program, so that nothing of a patient stays on disk; choices lie with the shell. */
const known = new Map<string, unknown>()

/** Reads the choices made on this PC, before the first page is shown. Without them the defaults serve. */
export async function loadPreferences(): Promise<void> {
  try {
    for (const [name, value] of Object.entries(await call('shell.preferences', {}))) known.set(name, value)
  } catch (error) {
    console.error('preferences not loaded', error)
  }
}

/** A choice of one person on this PC: theme, keys. Never anything about a patient. */
export function readPreference<T>(name: string, isValid: (value: unknown) => value is T): T | null {
  const value = known.get(name)
  return isValid(value) ? value : null
}

/** Kept from now on; a shell that cannot write says so in its log, and the choice holds until the program ends. */
export function writePreference(name: string, value: Preferences[string]): void {
  if (JSON.stringify(known.get(name)) === JSON.stringify(value)) return
  known.set(name, value)
  void keep(name, value)
}

async function keep(name: string, value: Preferences[string]): Promise<void> {
  try {
    await call('shell.setPreference', { name, value })
  } catch (error) {
    console.error('preference not kept', error)
  }
}
