const FIRST_MS = 300
const LONGEST_MS = 8_000

/** How long to wait before the next try, milliseconds: doubling, and spread so that not everybody comes at once. */
export function backOffMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures)
  return Math.round(longest * (0.5 + random / 2))
}
