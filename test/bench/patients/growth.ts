import type { Section } from '../report'
import type { Row, Timing } from '../rows'

/** One kind of call at every size. */
export interface Growth {
  readonly what: string
  /** In the order of the sizes. */
  readonly timings: readonly Timing[]
  /** How many times as long the median takes at the largest size as at the smallest. */
  readonly factor: number
}

/** Of the sections of each size, smallest first: what was timed at all of them. */
export function growthOf(bySize: readonly (readonly Section[])[]): Growth[] {
  const [smallest = []] = bySize
  const timed = smallest.flatMap(({ rows }) => rows).filter(isTiming)
  return timed.flatMap(({ what }) => {
    const timings = bySize.flatMap((sections) => timingIn(sections, what))
    const [first] = timings
    const last = timings.at(-1)
    if (!first || !last || timings.length < bySize.length) return []
    return [{ what, timings, factor: last.p50 / first.p50 }]
  })
}

function timingIn(sections: readonly Section[], what: string): Timing[] {
  return sections
    .flatMap(({ rows }) => rows)
    .filter(isTiming)
    .filter((row) => row.what === what)
}

function isTiming(row: Row): row is Timing {
  return row.kind === 'timing'
}
