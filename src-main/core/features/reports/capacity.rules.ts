import type { Capacity } from '@contract/reports'
import type { Session } from '@contract/sessions'
import type { CivilDate } from '@contract/values'
import { isWithin } from './attendance.rules'
import type { Stretch } from './period.rules'

/** What stands on a day. */
export interface DayUse {
  readonly local_date: CivilDate
  readonly appointments: number
  readonly overbooked: number
  /** Of those not overbooked. */
  readonly minutes: number
}

/** What a day offers. */
export interface DayOffer {
  readonly date: CivilDate
  readonly offeredMinutes: number
  readonly blockedMinutes: number
}

export function offerOf(date: CivilDate, sessions: readonly Session[]): DayOffer {
  const minutes = (isBlocked: boolean): number =>
    sessions
      .filter(({ kind }) => (kind === 'blocked') === isBlocked)
      .reduce((sum, { startMinute, endMinute }) => sum + endMinute - startMinute, 0)
  return { date, offeredMinutes: minutes(false), blockedMinutes: minutes(true) }
}

export function capacityOf(uses: readonly DayUse[], offers: readonly DayOffer[], stretch: Stretch): Capacity {
  const used = uses.filter(({ local_date }) => isWithin(local_date, stretch))
  const offered = offers.filter(({ date }) => isWithin(date, stretch))
  const offeredMinutes = sum(offered.map((day) => day.offeredMinutes))
  const usedMinutes = sum(used.map(({ minutes }) => minutes))
  return {
    offeredMinutes,
    blockedMinutes: sum(offered.map((day) => day.blockedMinutes)),
    usedMinutes,
    appointments: sum(used.map(({ appointments }) => appointments)),
    overbooked: sum(used.map(({ overbooked }) => overbooked)),
    utilisation: offeredMinutes === 0 ? null : usedMinutes / offeredMinutes
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
