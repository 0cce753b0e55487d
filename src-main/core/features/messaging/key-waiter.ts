import { AppError } from '../../platform/app-error'
import type { MessagingContext } from './context'
import type { MessageRow } from './outbox.queries'
import { summariseKeys, type OperatorSms, type OperatorSmsSummary } from './operator-sms'

/** Resolves when every message of a list has ended. */
export interface KeyWaiter {
  wait(messages: readonly OperatorSms[]): Promise<OperatorSmsSummary>
  /** Messages changed on disk. */
  onChanged(messages: readonly MessageRow[]): void
  stop(): void
}

/** So many changes may end the wait; the table is asked no oftener. */
const ASK_EVERY_MS = 200

export function createKeyWaiter(context: MessagingContext): KeyWaiter {
  const waiting = new Set<() => void>()
  let isStopped = false
  return {
    async wait(messages) {
      for (;;) {
        if (isStopped) throw new AppError('core-unavailable')
        let settle: () => void = () => undefined
        const changed = new Promise<void>((resolve) => {
          settle = resolve
        })
        waiting.add(settle)
        const summary = await summariseKeys(context, messages)
        if (summary) {
          waiting.delete(settle)
          return summary
        }
        await changed
        await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
      }
    },
    onChanged() {
      for (const settle of waiting) settle()
      waiting.clear()
    },
    stop() {
      isStopped = true
      for (const settle of waiting) settle()
      waiting.clear()
    }
  }
}
