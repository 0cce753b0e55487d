import type { KeptDraft } from '@contract/registration'
import type { UserId } from '@contract/ids'
import type { Session } from '../../rpc/session'

/** More windows than any clinic has; the one that was silent for longest goes first. */
const MOST_WINDOWS = 200

/**
 * Registrations under way, in memory only, so that a page that crashes or is loaded again loses nothing. Each is of one
 * person at one window, and goes when that person signs out.
 */
export class RegistrationDrafts {
  readonly #kept = new Map<string, readonly KeptDraft[]>()
  readonly #places = new WeakMap<Session, Set<string>>()

  keep(session: Session, window: number, drafts: readonly KeptDraft[]): void {
    const place = placeOf(session.actor.userId, window)
    this.#kept.delete(place)
    if (drafts.length === 0) return
    this.#kept.set(place, drafts)
    this.#endWith(session, place)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_WINDOWS && oldest !== undefined) this.#kept.delete(oldest)
  }

  find(session: Session, window: number): KeptDraft[] {
    return [...(this.#kept.get(placeOf(session.actor.userId, window)) ?? [])]
  }

  #endWith(session: Session, place: string): void {
    const known = this.#places.get(session)
    if (known) return void known.add(place)
    const places = new Set([place])
    this.#places.set(session, places)
    session.onChange(() => {
      if (session.signIn !== null) return
      for (const each of places) this.#kept.delete(each)
      places.clear()
    })
  }
}

function placeOf(userId: UserId | null, window: number): string {
  return `${userId}/${window}`
}
