import type { LoginHelp } from '@contract/login-help'

export type LoginWords = Record<string, string | number>

/** What the sentences about a finding name; a fact that is not known is left out of sight. */
export function loginWords(
  facts: LoginHelp['facts'],
  { eid, issuer }: { eid: string; issuer: string }
): LoginWords {
  return {
    mobile: facts.mobileDisplay ?? '–',
    number: facts.numberEnding ?? '–',
    former: facts.formerNumberEnding ?? '–',
    tries: facts.triesLeft,
    age: facts.majorityAge,
    minutes: facts.minutesToNextCode,
    eid,
    issuer
  }
}
