import type { WallTime } from '@contract/values'
import { twoDigits } from './two-digits'

const MINUTES_IN_DAY = 1440

/** Minutes from the clinic's midnight on its wall clock; summer time plays no part in it. */
export function minuteOf(time: WallTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** The wall-clock time of a minute of the day; minutes outside the day are held at its edges. */
export function wallTimeAt(minute: number): WallTime {
  const held = Math.min(Math.max(Math.trunc(minute), 0), MINUTES_IN_DAY - 1)
  return `${twoDigits(Math.floor(held / 60))}:${twoDigits(held % 60)}`
}
