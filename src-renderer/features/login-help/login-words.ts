import type { LoginHelp } from '@contract/login-help'
import type { Instant } from '@contract/values'

export type LoginWords = Record<string, string | number>

/** What the sentences about a finding name; a fact that is not known is left out of sight. */
export function loginWords(
  facts: LoginHelp['facts'],
  { eid, issuer, date }: { eid: string; issuer: string; date: (moment: Instant) => string }
): LoginWords {
  return {
    mobile: facts.mobileDisplay ?? '–',
    number: facts.numberEnding ?? '–',
    former: facts.formerNumberEnding ?? '–',
    corrected: facts.numberCorrectedAt === null ? '–' : date(facts.numberCorrectedAt),
    tries: facts.triesLeft,
    age: facts.majorityAge,
    minutes: facts.minutesToNextCode,
    eid,
    issuer
  }
}
