import { onScopeDispose } from 'vue'
import type { EventName, EventPayload } from './bridge'
import { isRefusal } from './core-error'

/** Listens to an event of the core or the shell; the function returned stops listening. */
export function onCoreEvent<E extends EventName>(
  event: E,
  listener: (payload: EventPayload<E>) => void
): () => void {
  return window.skranke.on(event, listener)
}

/** Listens for as long as the component (or store) that calls it lives. */
export function useCoreEvent<E extends EventName>(
  event: E,
  listener: (payload: EventPayload<E>) => void
): void {
  onScopeDispose(onCoreEvent(event, listener))
}

/**
 * Runs `load` now, again when the core is back after a crash, and again when somebody has signed in. A refusal because
 * nobody is signed in is no error: the load runs again once somebody is. What may not be asked from another PC stays
 * empty there. Other errors reach the app shell.
 */
export function useReload(load: () => void | Promise<void>): void {
  const run = async (): Promise<void> => {
    try {
      await load()
    } catch (error) {
      if (
        !isRefusal(error, 'not-signed-in', 'locked', 'core-restarted', 'core-unavailable', 'not-over-network')
      )
        throw error
    }
  }
  void run()
  useCoreEvent('core.restarted', () => void run())
  useCoreEvent('session.changed', (session) => {
    if (session && !session.isLocked) void run()
  })
}
