import type { CivilDate } from '@contract/values'
import { addDays, addMonths } from '../../lib/dates'

export const PERIODS = ['month', 'last-month', 'quarter', 'year', 'own'] as const
export type PeriodName = (typeof PERIODS)[number]

export interface Dates {
  readonly from: CivilDate
  readonly until: CivilDate
}

/** The days a named period stands for, seen from today; both included. */
export function datesOf(name: Exclude<PeriodName, 'own'>, today: CivilDate): Dates {
  const first = `${today.slice(0, 8)}01`
  if (name === 'month') return { from: first, until: today }
  if (name === 'last-month') return { from: addMonths(first, -1), until: addDays(first, -1) }
  return { from: addDays(addMonths(today, name === 'quarter' ? -3 : -12), 1), until: today }
}

/** Neither backwards nor longer than the core answers. */
export function isPeriod({ from, until }: Dates): boolean {
  const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text)
  return isDate(from) && isDate(until) && from <= until && until < addDays(addMonths(from, 24), 1)
}
