import type { EventName, EventPayload } from '@contract/index'

export interface EventBus {
  /** Tells every listener. Call it after the change is committed. */
  publish<E extends EventName>(event: E, payload: EventPayload<E>): void
  subscribe(listener: EventListener): () => void
}

export type EventListener = (event: EventName, payload: unknown) => void

export function createEventBus(): EventBus {
  const listeners = new Set<EventListener>()
  return {
    publish(event, payload) {
      for (const listener of [...listeners]) listener(event, payload)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}
