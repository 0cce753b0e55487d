/**
 * What to do after a refusal. Only `permanent` is about the message; `person` stops the queue until somebody acts.
 * - `retry-soon`: 1–5 s · `retry-backoff`: 30 s to 30 min, capped · `retry-late`: 30 s, 2 min, 5 min, then failed
 * - `wait-for-state`: when the modem is ready again, not counted as a try · `reinit`: once, after the modem's set-up
 */
export type RefusalClass =
  'retry-soon' | 'retry-backoff' | 'retry-late' | 'wait-for-state' | 'permanent' | 'person' | 'reinit'

/** An error answer. CMS and CME numbers are two lists: 22 is congestion in one and "not found" in the other. */
export interface AtError {
  readonly kind: 'cms' | 'cme' | 'error'
  /** Null for a bare ERROR or for words instead of a number. */
  readonly number: number | null
}

const cmsClasses: ReadonlyMap<number, RefusalClass> = new Map([
  ...entries('retry-soon', [41, 301, 314]),
  ...entries('retry-backoff', [17, 22, 27, 42, 47, 500]),
  ...entries('retry-late', [38, 332]),
  ...entries('wait-for-state', [320, 322, 331]),
  ...entries('permanent', [1, 21, 304, 305]),
  ...entries('person', [8, 10, 28, 29, 30, 50, 69, 310, 311, 312, 313, 315, 316, 317, 318, 330]),
  ...entries('reinit', [300, 302, 303, 321, 340])
])

const cmeClasses: ReadonlyMap<number, RefusalClass> = new Map([
  ...entries('retry-soon', [14, 515]),
  ...entries('wait-for-state', [30, 31, 32]),
  ...entries('person', [10, 11, 12, 13, 15, 16, 17, 18]),
  ...entries('reinit', [3, 4, 100])
])

function entries(kind: RefusalClass, numbers: readonly number[]): [number, RefusalClass][] {
  return numbers.map((number) => [number, kind])
}

function classifyCms(number: number): RefusalClass {
  const known = cmsClasses.get(number)
  if (known !== undefined) return known
  const isProtocolError = number >= 95 && number <= 99
  const isCause = number >= 128 && number <= 255
  return isProtocolError || isCause ? 'permanent' : 'retry-backoff'
}

/** The class of a refusal: 3GPP TS 27.005 § 3.2.5, TS 24.011 annex E, TS 23.040 § 9.2.3.22, TS 27.007 § 9.2. */
export function classifyError({ kind, number }: AtError): RefusalClass {
  if (number === null || kind === 'error') return 'retry-backoff'
  return kind === 'cms' ? classifyCms(number) : (cmeClasses.get(number) ?? 'retry-backoff')
}

/** The error as a code for records and locales: `cms-38`, `cme-10`, `error`. */
export function errorCode({ kind, number }: AtError): string {
  return number === null ? kind : `${kind}-${number}`
}
