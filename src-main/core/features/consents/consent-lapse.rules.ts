import type { ConsentDecision } from '@contract/consents'
import { Temporal } from 'temporal-polyfill'
import { HEALTH_MAJORITY_YEARS, isFromBeforeMajority, type ClinicDay } from '../patients'
import { saidOn } from './consents.rules'

/** When somebody was guardian: from a day, up to the day before another; null: nobody knows until when. */
export interface GuardianPeriod {
  readonly from: string
  readonly until: string | null
}

export interface Child {
  readonly birthDate: string | null
  readonly guardians: readonly GuardianPeriod[]
}

type Lapse = NonNullable<ConsentDecision['lapse']>
type Decided = Pick<ConsentDecision, 'decision' | 'decidedAt' | 'signedOn'>
type Row = Pick<ConsentDecision, 'purpose' | 'channel' | 'id'>

/**
 * What has become of a consent that others gave for a child. `majority`: it counts no more, for the patient decides
 * alone. `guardian-ended`: nobody who was guardian when it was given is one today; it counts until somebody decides
 * anew, because the law names no end, and the desk is to ask (inferred).
 */
export function lapseOf(
  { decision, decidedAt, signedOn }: Decided,
  { birthDate, guardians }: Child,
  day: Pick<ClinicDay, 'timeZone' | 'today' | 'country'>
): Lapse | null {
  if (decision !== 'given' || birthDate === null) return null
  const decidedOn = saidOn({ saidAt: decidedAt, signedOn }, day)
  const majority = Temporal.PlainDate.from(birthDate).add({ years: HEALTH_MAJORITY_YEARS[day.country] })
  if (isFromBeforeMajority(decidedOn, birthDate, day)) return { cause: 'majority', on: majority.toString() }
  if (Temporal.PlainDate.compare(decidedOn, majority) >= 0) return null
  const on = lastDayOf(guardians, decidedOn.toString(), day.today.toString())
  return on === null ? null : { cause: 'guardian-ended', on }
}

/** The day on which the last of those who were guardians then ended; null while one of them is, or nobody was. */
function lastDayOf(guardians: readonly GuardianPeriod[], then: string, today: string): string | null {
  const ends = guardians
    .filter(({ from, until }) => from <= then && (until === null || then < until))
    .map(({ until }) => until)
  const ended = ends.filter((until) => until !== null && until <= today)
  return ended.length < ends.length ? null : (ended.toSorted().at(-1) ?? null)
}

/** The newest decision of each purpose and channel, of a history given newest first: only it can lapse. */
export function standing(history: readonly Row[]): ReadonlySet<number> {
  const newest = new Map<string, number>()
  for (const { id, purpose, channel } of history) {
    const key = `${purpose} ${channel}`
    if (!newest.has(key)) newest.set(key, id)
  }
  return new Set(newest.values())
}

type Restorable = Row & Pick<ConsentDecision, 'undoes'>

/**
 * The row of a history, given newest first, that first said what this one says: a row that takes a mistake back says
 * again what was said before the mistake.
 */
export function firstSaid<T extends Restorable>(row: T, history: readonly T[]): T {
  const { undoes, purpose, channel } = row
  if (undoes === null) return row
  const before = history.find(
    (each) => each.id < undoes && each.purpose === purpose && each.channel === channel
  )
  return before ? firstSaid(before, history) : row
}
