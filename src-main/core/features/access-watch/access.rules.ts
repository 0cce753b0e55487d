import type { AccessRule } from '@contract/access-watch'
import type { Confidentiality } from '@contract/patients'
import type { UserId } from '@contract/ids'
import { foldName } from '../patients'

/** One look at a record, as the access log tells of it, by the clinic's clock. */
export interface Look {
  readonly userId: UserId
  readonly userName: string
  readonly localDate: string
  readonly minute: number
}

/** What has to be known of the patient and the moment. */
export interface LookFacts {
  readonly familyName: string
  readonly confidentiality: Confidentiality
  readonly isProtected: boolean
  /** Whether anything explains the look: an appointment, a message, a task, a change made. */
  readonly hasOccasion: boolean
  /** When anybody works that day; null: nobody does. Minutes of the day. */
  readonly opening: { readonly from: number; readonly until: number } | null
  /** Records this user has opened, this look among them. */
  readonly inHour: number
  readonly inDay: number
  readonly usual: Usual
}

/** What this user does otherwise, over the last thirty days with any looks. */
export interface Usual {
  readonly days: number
  /** The busiest hour of a day, and a day, on average. */
  readonly hourMean: number
  readonly dayMean: number
}

export interface Found {
  readonly rule: AccessRule
  /** Names it, so that the same is found once: a day's looks of one user at one patient are one finding. */
  readonly key: string
  readonly isAboutPatient: boolean
  readonly facts: Readonly<Record<string, string | number>>
}

interface Counted {
  readonly count: number
  readonly limit: number
  readonly usual: number
}

/** Early birds and those who tidy up: so long before and after anybody's hours nothing is said. */
const MARGIN_MINUTES = 60
/** Below these nobody is asked, whatever they do otherwise (inferred: a full day at a busy desk). */
const FEWEST = { hour: 40, day: 150 } as const
/** Above the user's own usual by so much. */
const TIMES_USUAL = { hour: 3, day: 2.5 } as const
/** With fewer days than these the usual is a guess, and only the fixed limits count. */
const DAYS_KNOWN = 5

/** Looks in an hour or a day above which it is asked why. */
export function lookLimit(of: 'hour' | 'day', usual: Usual): number {
  if (usual.days < DAYS_KNOWN) return FEWEST[of]
  const mean = of === 'hour' ? usual.hourMean : usual.dayMean
  return Math.max(FEWEST[of], Math.ceil(mean * TIMES_USUAL[of]))
}

/** The user's last name is one of the patient's family names: `Kari Moe` and `Moe Hansen`. */
export function sharesFamilyName(userName: string, familyName: string): boolean {
  const own = foldName(userName).split(' ').at(-1) ?? ''
  return own.length > 1 && foldName(familyName).split(' ').includes(own)
}

export function isOutsideHours(minute: number, opening: LookFacts['opening']): boolean {
  if (opening === null) return true
  return minute < opening.from - MARGIN_MINUTES || minute >= opening.until + MARGIN_MINUTES
}

/**
 * What stands out at one look (Normen: access by need, followed up). Each rule by itself; several can hold at once.
 * `patientId` names the finding only.
 */
export function findingsOf(look: Look, facts: LookFacts, patientId: number): Found[] {
  const of = `${look.userId} ${patientId} ${look.localDate}`
  const hour = Math.floor(look.minute / 60)
  const about = (rule: AccessRule, holds: boolean, more: Found['facts'] = {}): Found[] =>
    holds ? [{ rule, key: `${rule} ${of}`, isAboutPatient: true, facts: more }] : []
  const many = (rule: AccessRule, key: string, { count, limit, usual }: Counted): Found[] =>
    count > limit
      ? [
          {
            rule,
            key: `${rule} ${look.userId} ${key}`,
            isAboutPatient: false,
            facts: { count, usual: Math.round(usual) }
          }
        ]
      : []
  const { usual } = facts
  return [
    ...about('same-name', sharesFamilyName(look.userName, facts.familyName)),
    ...about('vip', facts.confidentiality === 'vip'),
    ...about('colleague', facts.confidentiality === 'staff'),
    ...about('protected', facts.isProtected),
    ...about('outside-hours', isOutsideHours(look.minute, facts.opening)),
    ...about('no-occasion', !facts.hasOccasion),
    ...many('many-in-hour', `${look.localDate} ${hour}`, {
      count: facts.inHour,
      limit: lookLimit('hour', usual),
      usual: usual.hourMean
    }),
    ...many('many-in-day', look.localDate, {
      count: facts.inDay,
      limit: lookLimit('day', usual),
      usual: usual.dayMean
    })
  ]
}
