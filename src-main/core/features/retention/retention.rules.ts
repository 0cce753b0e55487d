import type { RetentionKind, RetentionRule } from '@contract/retention'
import type { Country } from '@contract/values'

interface Rule {
  /** Null: kept unless the clinic chooses otherwise. */
  readonly months: number | null
  readonly least: number
  readonly statute: string
}

/** Of what no statute says how long it is kept: no longer than it is needed. */
const NEEDED = 'GDPR art. 5 (1) (e)'

const EVERYWHERE = {
  code: { months: 3, least: 1, statute: NEEDED },
  'message-text': { months: 24, least: 3, statute: NEEDED },
  'reply-text': { months: 24, least: 3, statute: NEEDED },
  letter: { months: 24, least: 3, statute: NEEDED },
  'waiting-list': { months: 12, least: 1, statute: NEEDED },
  task: { months: 24, least: 3, statute: NEEDED }
} as const satisfies Partial<Record<RetentionKind, Rule>>

/**
 * Journals are kept until they are no longer thought to be of use (NO, pasientjournalloven § 25), at least ten years after
 * the last entry (DK, autorisationsloven § 25 (1), and the bekendtgørelse under it), twenty after the last change of the
 * file (NL, article 7:454 (3) BW, since 1 January 2020). What the desk holds of a visit may be
 * part of one, so that patients and notes go by themselves only where the clinic has chosen it.
 */
const RULES = {
  NO: {
    ...EVERYWHERE,
    'appointment-note': { months: null, least: 12, statute: 'pasientjournalloven § 25' },
    patient: { months: null, least: 120, statute: 'pasientjournalloven § 25' }
  },
  DK: {
    ...EVERYWHERE,
    'appointment-note': { months: null, least: 120, statute: 'autorisationsloven § 25, stk. 1' },
    patient: { months: null, least: 120, statute: 'autorisationsloven § 25, stk. 1' }
  },
  NL: {
    ...EVERYWHERE,
    'appointment-note': { months: null, least: 240, statute: 'art. 7:454 lid 3 BW (WGBO)' },
    patient: { months: null, least: 240, statute: 'art. 7:454 lid 3 BW (WGBO)' }
  }
} as const satisfies Record<Country, Record<RetentionKind, Rule>>

/** What a clinic chose; what it did not choose is as its country begins. */
export type ChosenMonths = Partial<Record<RetentionKind, number | null | undefined>>

export function retentionRule(kind: RetentionKind, country: Country, chosen: ChosenMonths): RetentionRule {
  const { months, least, statute }: Rule = RULES[country][kind]
  const own = chosen[kind]
  return {
    kind,
    months: own === undefined ? months : own,
    defaultMonths: months,
    leastMonths: least,
    statute
  }
}

export type Staying = 'log' | 'appointments' | 'consents' | 'fees'

/** Why something of a deleted patient stays, by kind and country. */
export function stayingStatute(kind: Staying, country: Country): string {
  const accounts = { NO: 'bokføringsloven § 13', DK: 'bogføringsloven § 12', NL: 'art. 52 AWR' }
  const logs = { NO: 'pasientjournalloven § 22', DK: 'GDPR art. 5 (2)', NL: 'Begz art. 5 (NEN 7513)' }
  if (kind === 'log') return logs[country]
  if (kind === 'fees') return accounts[country]
  return kind === 'consents' ? 'GDPR art. 7 (1)' : 'GDPR art. 17 (3) (b)'
}
