import type { FreeSlot } from '@contract/appointments'
import type { CivilDate, WallTime } from '@contract/values'
import { Temporal } from 'temporal-polyfill'

/** Further off it is no replacement for that one occurrence. */
const MOST_DAYS = 7

/** The openings that lie nearest to the wanted day, and on that day nearest to the wanted time. */
export function nearest(
  openings: readonly FreeSlot[],
  wanted: { readonly date: CivilDate; readonly time: WallTime },
  most: number
): FreeSlot[] {
  const wantedDay = Temporal.PlainDate.from(wanted.date)
  const distance = ({ date, time }: FreeSlot): [days: number, minutes: number] => [
    Math.abs(wantedDay.until(date, { largestUnit: 'days' }).days),
    Math.abs(minuteOf(time) - minuteOf(wanted.time))
  ]
  return openings
    .map((slot) => ({ slot, away: distance(slot) }))
    .filter(({ away: [days] }) => days <= MOST_DAYS)
    .sort((a, b) => a.away[0] - b.away[0] || a.away[1] - b.away[1])
    .slice(0, most)
    .map(({ slot }) => slot)
}

function minuteOf(time: WallTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}
