import type { UserId } from '@contract/ids'
import type { Call } from './handlers'
import type { Session } from './session'

interface Begun {
  readonly userId: UserId | null
  readonly signedInAt: string | null
  readonly readings: Set<string>
}

/**
 * What comes page by page is logged once, with its first page. A cursor is only a number, which anybody can make up: it
 * counts as the way on only for whoever was given the first page since signing in. Kept in memory only.
 */
export class BegunReadings {
  readonly #bySession = new WeakMap<Session, Begun>()

  /** Whether this call goes on with a reading that was logged when it began. */
  has(call: Call, reading: string): boolean {
    return this.#begunBy(call).readings.has(reading)
  }

  /** After its row of the log is on disk. */
  begin(call: Call, reading: string): void {
    this.#begunBy(call).readings.add(reading)
  }

  #begunBy({ actor: { userId }, session }: Call): Begun {
    const signedInAt = session.signIn?.signedInAt ?? null
    const known = this.#bySession.get(session)
    if (known?.userId === userId && known.signedInAt === signedInAt) return known
    const fresh: Begun = { userId, signedInAt, readings: new Set() }
    this.#bySession.set(session, fresh)
    return fresh
  }
}
