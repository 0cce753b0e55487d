const DELAYS_MS = [0, 250, 1_000, 3_000, 10_000, 30_000] as const
const LONGEST_MS = 30_000

/** How long to wait before the core is started again after so many crashes in a row; the first time not at all. */
export function restartDelayMs(crashes: number): number {
  return DELAYS_MS[crashes - 1] ?? LONGEST_MS
}
