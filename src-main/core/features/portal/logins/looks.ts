import type { Clock } from '../../../platform/clock'
import type { Session } from '../../../rpc/session'

/** After so long without a word it is another look. */
const SAME_LOOK_MS = 10 * 60_000

/** A page that stands open asks again whenever the portal says something: that is the same look, and logged once. */
export class Looks {
  readonly #bySession = new WeakMap<Session, Map<string, number>>()

  constructor(private readonly clock: Clock) {}

  /** @param what by whom, at what */
  isNew(session: Session, what: string): boolean {
    const known = this.#bySession.get(session) ?? new Map<string, number>()
    this.#bySession.set(session, known)
    const nowMs = this.clock.now().epochMilliseconds
    const last = known.get(what)
    known.set(what, nowMs)
    return last === undefined || nowMs - last > SAME_LOOK_MS
  }
}
