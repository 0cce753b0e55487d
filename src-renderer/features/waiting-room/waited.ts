/** `ok` below the first limit, `wait` from the first, `late` from the second. */
export type WaitLevel = 'ok' | 'wait' | 'late'

/** Colour is never the only signal: each level has a shape of its own. */
export const WAIT_SHAPES: Record<WaitLevel, string> = { ok: '●', wait: '■', late: '◆' }

export function waitLevel(minutes: number, limits: readonly [number, number]): WaitLevel {
  if (minutes >= limits[1]) return 'late'
  return minutes >= limits[0] ? 'wait' : 'ok'
}
