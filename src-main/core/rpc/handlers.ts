import type { MethodName, MethodOutput, ParsedInput } from '@contract/index'
import type { Role } from '@contract/values'
import type { UserId } from '@contract/ids'
import type { Session } from './session'

/** In whose name something is done; `userId` is null for the program itself and for maintenance commands. */
export interface Actor {
  readonly userId: UserId | null
  readonly name: string
  readonly role: Role | 'system'
}

export const SYSTEM_ACTOR: Actor = { userId: null, name: 'Skranke', role: 'system' }

/** What a handler knows of the call besides its input. */
export interface Call {
  readonly actor: Actor
  /** The window or command that calls; signing in and locking change it. */
  readonly session: Session
}

export type Handler<M extends MethodName> = (input: ParsedInput<M>, call: Call) => Promise<MethodOutput<M>>

/** A feature's methods, each by its name. */
export type Handlers<M extends MethodName> = { readonly [K in M]: Handler<K> }
