import type { events, methods } from '@contract/index'
import type { shellEvents, shellMethods } from '@contract/shell'
import type { z } from 'zod'

type Methods = typeof methods & typeof shellMethods
type Events = typeof events & typeof shellEvents

/** Methods of the core and of the shell: a page need not know who answers. */
export type MethodName = keyof Methods
export type MethodInput<M extends MethodName> = z.input<Methods[M]['input']>
export type MethodOutput<M extends MethodName> = z.output<Methods[M]['output']>
export type EventName = keyof Events
export type EventPayload<E extends EventName> = z.output<Events[E]['payload']>

/** What the preload script exposes: two functions and nothing else. */
export interface Bridge {
  call<M extends MethodName>(method: M, input: unknown): Promise<MethodOutput<M>>
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void
}

declare global {
  interface Window {
    readonly skranke: Bridge
  }
}
