import type { PatientId, UserId } from '@contract/ids'
import type { Actor } from '../../rpc/handlers'
import type { Session } from '../../rpc/session'

/** A logged look at a record that lasts until the same window opens another. */
export interface Opening {
  readonly patientId: PatientId
  readonly userId: UserId | null
  readonly reason: string | null
}

/** Which record each window has open. Kept in memory only: after a restart the record is opened, and logged, anew. */
export class Openings {
  readonly #bySession = new WeakMap<Session, Opening>()

  begin(session: Session, opening: Opening): void {
    this.#bySession.set(session, opening)
  }

  /** The opening of this patient that still lasts, by the person who began it. */
  find(session: Session, { userId }: Actor, patientId: PatientId): Opening | null {
    const opening = this.#bySession.get(session)
    return opening?.patientId === patientId && opening.userId === userId ? opening : null
  }
}
