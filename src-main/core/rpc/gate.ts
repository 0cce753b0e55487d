import type { EventName, MethodName } from '@contract/index'
import type { LanScreen } from '@contract/lan'
import type { User } from '@contract/users'
import type { Actor } from './handlers'

/** What is asked through a gate: the method, and its input after its schema. */
export interface GateCall {
  readonly method: MethodName
  readonly input: unknown
  readonly user: User | null
}

/**
 * What may pass to somebody who is not at the desk: from another PC, or from a screen that patients stand in front of.
 * It comes on top of the rights of the role; the dispatcher asks it at every call, the host at every event.
 */
export interface Gate {
  readonly kind: 'person' | LanScreen
  /** Where it comes from: an address of the network, or `desk` for a window of the program itself. */
  readonly address: string
  /** In whose name something is done while nobody has signed in. */
  readonly actor: Actor
  isLimited(user: User): boolean
  mayCall(method: MethodName, user: User | null): boolean
  mayHear(event: EventName, user: User | null): boolean
  /** Lets a call through, less what it may not have. @throws AppError `not-over-network` */
  pass(call: GateCall, proceed: () => Promise<unknown>): Promise<unknown>
}
