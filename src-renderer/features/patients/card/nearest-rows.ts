/**
 * The rows of a list in order of time that are nearest to now, the latest first: at most half of them are ahead where
 * there are others to show, so that what came last is never hidden by what is planned.
 * @param now an instant, like the rows' `at`
 */
export function nearestRows<Row extends { readonly at: string }>(
  rows: readonly Row[],
  few: number,
  now: string
): readonly Row[] {
  const ordered = [...rows].sort((one, other) => other.at.localeCompare(one.at))
  const ahead = ordered.filter(({ at }) => at > now)
  const behind = ordered.slice(ahead.length)
  const planned = Math.min(ahead.length, Math.max(few - behind.length, Math.floor(few / 2)))
  return [...ahead.slice(ahead.length - planned), ...behind].slice(0, few)
}
