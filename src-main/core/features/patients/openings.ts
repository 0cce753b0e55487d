import type { PatientId, UserId } from '@contract/ids'
import type { Actor } from '../../rpc/handlers'
import type { Session } from '../../rpc/session'

/** A logged look at a record that lasts until the same window opens another. */
export interface Opening {
  readonly patientId: PatientId
  readonly userId: UserId | null
  readonly reason: string | null
}

/** What one sign-in has opened. */
interface Opened {
  readonly userId: UserId | null
  readonly signedInAt: string | null
  last: Opening | null
  /** Opened with a reason since signing in. */
  readonly withReason: Set<PatientId>
}

/** Which record each window has open. Kept in memory only: after a restart the record is opened, and logged, anew. */
export class Openings {
  readonly #bySession = new WeakMap<Session, Opened>()

  begin(session: Session, opening: Opening): void {
    const opened = this.#openedBy(session, opening.userId)
    opened.last = opening
    if (opening.reason !== null) opened.withReason.add(opening.patientId)
  }

  /** Whoever has just registered somebody knows why; no record is opened by it. */
  allow(session: Session, { userId }: Actor, patientId: PatientId): void {
    this.#openedBy(session, userId).withReason.add(patientId)
  }

  /** The opening of this patient that still lasts, by the person who began it. */
  find(session: Session, { userId }: Actor, patientId: PatientId): Opening | null {
    const last = this.#openedBy(session, userId).last
    return last?.patientId === patientId ? last : null
  }

  /** Whether this person has said why since they signed in, whichever record was opened after. */
  hasReason(session: Session, { userId }: Actor, patientId: PatientId): boolean {
    return this.#openedBy(session, userId).withReason.has(patientId)
  }

  /** Nothing once somebody else, or the same person anew, has signed in. */
  #openedBy(session: Session, userId: UserId | null): Opened {
    const signedInAt = session.signIn?.signedInAt ?? null
    const known = this.#bySession.get(session)
    if (known?.userId === userId && known.signedInAt === signedInAt) return known
    const fresh: Opened = { userId, signedInAt, last: null, withReason: new Set() }
    this.#bySession.set(session, fresh)
    return fresh
  }
}
