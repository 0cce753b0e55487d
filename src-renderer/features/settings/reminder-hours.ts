const LARGEST = 336
const MOST = 4

/** `72, 28` as hours, largest first, each once; null when something else stands there. */
export function parseReminderHours(typed: string): number[] | null {
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== '')
  if (parts.length === 0 || !parts.every((part) => /^\d{1,3}$/.test(part))) return null
  const hours = [...new Set(parts.map(Number))].sort((one, other) => other - one)
  return hours.length <= MOST && hours.every((hour) => hour >= 1 && hour <= LARGEST) ? hours : null
}
