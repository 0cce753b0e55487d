const INVISIBLE = /[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff.,-]/g

/** What was typed or pasted as a one-time code, without spaces, invisible characters and separators. */
export function codeDigits(text: string): string {
  return text.replaceAll(INVISIBLE, '')
}

/** Whole seconds until a moment, never below zero. */
export function secondsUntil(instant: string, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(instant) - nowMs) / 1000))
}

/** Minutes and seconds as a countdown shows them: `9:05`. */
export function countdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
