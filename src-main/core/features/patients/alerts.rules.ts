import type { PatientAlert } from '@contract/patients'
import type { Country } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'
import { isFromBeforeMajority, majorityDate, type AgeDay } from './age.rules'
import {
  isDisputed,
  isStaleAt,
  lastConfirmedDay,
  lastConfirmedMs,
  type ContactMoments
} from './contact-freshness.rules'
import type { MessageTarget } from './message-target.rules'
import { isFrom2032 } from './national-number-norway.rules'

/** One missed appointment happens to anybody; from the second the desk should know. */
const NO_SHOWS_WORTH_SAYING = 2

export interface AlertFacts {
  readonly birthDate: string | null
  readonly deceasedOn: string | null
  readonly isReserved: boolean
  readonly isProtected: boolean
  readonly isConfidential: boolean
  readonly hasGpElsewhere: boolean
  /** Null: no number in use but perhaps the clinic's own help number. */
  readonly number: { readonly warning: string | null } | null
  readonly mobile: ContactMoments | null
  readonly email: ContactMoments | null
  readonly target: MessageTarget
  /** Another record may be this person's, too. */
  readonly mayBeDuplicate: boolean
  readonly isReminderConsentMissing: boolean
  readonly noShowCount: number
}

/** The moment alerts are judged at; one serves for a whole list. */
export interface AlertDay {
  readonly today: Temporal.PlainDate
  readonly timeZone: string
  readonly country: Country
  /** Contacts last confirmed then or earlier are stale. */
  readonly staleBeforeMs: number
}

/** What still matters of somebody who has died: nobody is reached, reminded or completed any more. */
const OF_THE_DEAD: ReadonlySet<PatientAlert> = new Set(['deceased', 'address-protected', 'confidential'])

/** What the desk should know of a patient, the gravest first. */
export function alertsOf(facts: AlertFacts, day: AlertDay): PatientAlert[] {
  const { mobile, email, number, target } = facts
  const isStale = (contact: ContactMoments | null) =>
    contact !== null && isStaleAt(lastConfirmedMs(contact), day.staleBeforeMs)
  const holds = {
    deceased: facts.deceasedOn !== null,
    'address-protected': facts.isProtected,
    confidential: facts.isConfidential,
    reserved: facts.isReserved,
    'turned-16': mobile !== null && needsOwnConfirming(mobile, facts.birthDate, day),
    'mobile-missing': !target.ok && target.reason === 'mobile-missing',
    // Of a child whose guardian is written to, the own number serves nothing that it should be confirmed for.
    'number-disputed': isDisputed(mobile),
    'mobile-stale': isStale(mobile) && !isDisputed(mobile) && !(target.ok && target.isGuardian),
    'email-stale': isStale(email),
    'consent-missing': facts.isReminderConsentMissing,
    'possible-duplicate': facts.mayBeDuplicate,
    'not-own-gp': facts.hasGpElsewhere,
    'number-missing': number === null,
    'birth-date-missing': facts.birthDate === null,
    'control-digit-2032': number?.warning === 'control-digit-2032' && !isFrom2032(day.today),
    'no-show-history': facts.noShowCount >= NO_SHOWS_WORTH_SAYING
  } satisfies Record<PatientAlert, boolean>
  return ORDER.filter((alert) => holds[alert] && (!holds.deceased || OF_THE_DEAD.has(alert)))
}

const ORDER = [
  'deceased',
  'address-protected',
  'confidential',
  'reserved',
  'turned-16',
  'mobile-missing',
  'number-disputed',
  'mobile-stale',
  'email-stale',
  'consent-missing',
  'possible-duplicate',
  'not-own-gp',
  'number-missing',
  'birth-date-missing',
  'control-digit-2032',
  'no-show-history'
] as const satisfies readonly PatientAlert[]

/**
 * At health majority parents' access ends, and the number they gave must be confirmed by the patient, for it may be
 * theirs (`HEALTH_MAJORITY_YEARS`).
 */
export function needsOwnConfirming(
  mobile: ContactMoments,
  birthDate: string | null,
  day: AgeDay & { readonly timeZone: string }
): boolean {
  if (birthDate === null) return false
  if (isSurelyLater(lastConfirmedMs(mobile), majorityDate(birthDate, day.country))) return false
  return isFromBeforeMajority(lastConfirmedDay(mobile, day.timeZone), birthDate, day)
}

/** Later on every clock in the world, which spares most patients of a list the reckoning in the clinic's time zone. */
function isSurelyLater(ms: number, date: string): boolean {
  return ms > Date.parse(date) + 2 * 86_400_000
}
