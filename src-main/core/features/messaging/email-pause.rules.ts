/** Trouble that passes by itself is looked at again soon: a code is valid for ten minutes. */
const SECONDS = [5, 10, 20, 40, 60] as const
/** A person must put settings right; a password tried too often locks the mailbox. */
const PERSON_SECONDS = 300
const SIGN_IN_SECONDS = 900

const SIGN_IN: ReadonlySet<string> = new Set(['email-sign-in', 'email-sign-in-required'])
const PASSES_BY_ITSELF: ReadonlySet<string> = new Set([
  'email-host-unknown',
  'email-refused',
  'email-no-answer',
  'email-connection-lost',
  'email-sign-in-later'
])

/** How long e-mail rests after the server could not be used, in seconds. `failures`: in a row, this one too. */
export function pauseAfter(fault: string, failures: number): number {
  if (SIGN_IN.has(fault)) return SIGN_IN_SECONDS
  if (!PASSES_BY_ITSELF.has(fault)) return PERSON_SECONDS
  return SECONDS[Math.min(failures, SECONDS.length) - 1] ?? SECONDS[0]
}
