import type { User } from '@contract/users'
import type { Gate } from './gate'
import type { Actor } from './handlers'
import { SYSTEM_ACTOR } from './handlers'

export interface SignIn {
  readonly user: User
  readonly isLocked: boolean
  readonly signedInAt: string
}

/** A sign-in: of a window and those opened from it, a browser on the LAN, or a command. */
export class Session {
  #signIn: SignIn | null = null
  readonly #listeners = new Set<() => void>()

  /** A command of the person who runs the machine calls as a manager without a user. */
  constructor(
    readonly isMaintenance = false,
    /** For those who are not at the desk. */
    readonly gate: Gate | null = null
  ) {}

  get signIn(): SignIn | null {
    return this.#signIn
  }

  set(signIn: SignIn | null): void {
    this.#signIn = signIn
    for (const listener of this.#listeners) listener()
  }

  /** The function returned stops listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  get actor(): Actor {
    if (this.isMaintenance) return { userId: null, name: 'Skranke', role: 'manager' }
    if (!this.#signIn) return this.gate?.actor ?? SYSTEM_ACTOR
    const { id, name, role } = this.#signIn.user
    return { userId: id, name, role }
  }
}
