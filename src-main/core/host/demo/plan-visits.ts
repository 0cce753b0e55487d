import type { Temporal } from 'temporal-polyfill'
import type { Chance } from './random'

const OPENS = 8 * 60
const CLOSES = 15 * 60 + 30
const LUNCH = { from: 11 * 60 + 30, to: 12 * 60 }

export type VisitKind = 'ordinary' | 'urgent' | 'telephone' | 'video'

/** One appointment of the demo clinic; minutes count from midnight at the clinic. */
export interface Visit {
  readonly clinician: number
  readonly patient: number
  readonly kind: VisitKind
  readonly date: Temporal.PlainDate
  readonly start: number
  readonly minutes: number
  readonly state: 'booked' | 'waiting' | 'in-room' | 'finished' | 'noshow' | 'cancelled'
  readonly arrived: number | null
  readonly calledIn: number | null
  readonly finished: number | null
}

export interface VisitPlan {
  readonly days: readonly Temporal.PlainDate[]
  readonly today: Temporal.PlainDate
  /** Minutes since midnight. */
  readonly now: number
  readonly clinicians: number
  /** Which patients each clinician has. */
  readonly patientsOf: (clinician: number) => readonly number[]
}

/** How much longer than planned each clinician's visits take: one is always behind. */
const SLOWNESS = [1.24, 1.02, 1.06] as const

const MINUTES = { ordinary: 20, urgent: 10, telephone: 10, video: 15 } as const satisfies Record<
  VisitKind,
  number
>

/** Days as a clinic has them: full behind, fuller near than far ahead, with delays, missed and cancelled appointments. */
export function planVisits(plan: VisitPlan, chance: Chance): Visit[] {
  return plan.days.flatMap((date) =>
    Array.from({ length: plan.clinicians }, (_, clinician) =>
      planDay(plan, { date, clinician }, chance)
    ).flat()
  )
}

function planDay(
  plan: VisitPlan,
  { date, clinician }: { date: Temporal.PlainDate; clinician: number },
  chance: Chance
): Visit[] {
  const daysAhead = plan.today.until(date).days
  const share = daysAhead <= 0 ? 0.92 : Math.max(0.3, 0.9 - daysAhead * 0.025)
  const visits: Visit[] = []
  const patients = plan.patientsOf(clinician)
  let free = OPENS
  for (let start = OPENS; start < CLOSES;) {
    const kind = pickKind(clinician, start, chance)
    const minutes = MINUTES[kind]
    if (start < LUNCH.to && start + minutes > LUNCH.from) {
      start = LUNCH.to
      continue
    }
    if (start + minutes > CLOSES) break
    if (chance.isIn(share)) {
      const visit = { clinician, patient: chance.pick(patients), kind, date, start, minutes }
      const way = wayOf(visit, { daysAhead, now: plan.now, free, slowness: SLOWNESS[clinician] ?? 1 }, chance)
      const { busyUntil, ...seen } = way
      free = busyUntil ?? free
      visits.push({ ...visit, ...seen })
    }
    start += minutes
  }
  return visits
}

interface Way extends Pick<Visit, 'state' | 'arrived' | 'calledIn' | 'finished'> {
  /** When the clinician is done with it, also where that is still to come; null when it takes none of the clinician's time. */
  readonly busyUntil: number | null
}

const NOT_COME = { arrived: null, calledIn: null, finished: null, busyUntil: null }

/** How a visit goes, seen from `now`: the clinician is free at `free`, so delays add up through the day. */
function wayOf(
  visit: Pick<Visit, 'start' | 'minutes' | 'kind'>,
  at: { daysAhead: number; now: number; free: number; slowness: number },
  chance: Chance
): Way {
  if (chance.isIn(0.04)) return { state: 'cancelled', ...NOT_COME }
  if (at.daysAhead > 0) return { state: 'booked', ...NOT_COME }
  if (chance.isIn(0.035))
    return visit.start + 15 < at.now || at.daysAhead < 0
      ? { state: 'noshow', ...NOT_COME }
      : { state: 'booked', ...NOT_COME }
  if (visit.kind === 'telephone') return callOf(visit, at)
  const arrived = visit.start - chance.between(1, 14)
  const calledIn = Math.max(arrived, visit.start, at.free) + chance.between(0, 2)
  const busyUntil = calledIn + Math.round(visit.minutes * at.slowness * (0.8 + chance.next() * 0.4))
  if (at.daysAhead < 0 || busyUntil <= at.now)
    return { state: 'finished', arrived, calledIn, finished: busyUntil, busyUntil }
  if (calledIn <= at.now) return { state: 'in-room', arrived, calledIn, finished: null, busyUntil }
  if (arrived <= at.now) return { state: 'waiting', arrived, calledIn: null, finished: null, busyUntil }
  return { state: 'booked', arrived: null, calledIn: null, finished: null, busyUntil }
}

/** A call is made between two visits, at its time; nobody waits for it in the waiting room. */
function callOf(
  { start, minutes }: Pick<Visit, 'start' | 'minutes'>,
  at: { daysAhead: number; now: number }
): Way {
  const finished = start + minutes
  const isOver = at.daysAhead < 0 || finished <= at.now
  return isOver
    ? { state: 'finished', arrived: start, calledIn: start, finished, busyUntil: null }
    : { state: 'booked', ...NOT_COME }
}

function pickKind(clinician: number, start: number, chance: Chance): VisitKind {
  // The third clinician has video hours from ten to noon.
  if (clinician === 2 && start >= 600 && start < 720) return 'video'
  if (chance.isIn(0.1)) return 'telephone'
  return chance.isIn(0.1) ? 'urgent' : 'ordinary'
}
