import { setTimeout } from 'node:timers/promises'
import { AppError } from '../../platform/app-error'
import type { MessagingContext } from './context'
import { keyOf, openKeys, summariseKeys, type OperatorSms, type OperatorSmsSummary } from './operator-sms'
import type { MessageRow } from './outbox.queries'

/** Resolves when every message of a list has ended. */
export interface KeyWaiter {
  /** `signal` ends the waiting with its reason; the messages stay in the outbox. */
  wait(messages: readonly OperatorSms[], signal: AbortSignal): Promise<OperatorSmsSummary>
  /** Messages changed on disk. */
  onChanged(messages: readonly Pick<MessageRow, 'key'>[]): void
  stop(): void
}

/** The table is asked no oftener, and only about messages that have changed. */
const ASK_EVERY_MS = 100

interface Waiting {
  /** Keys that had not ended when the table was last asked. */
  readonly open: Set<string>
  /** Those of them that may have by now. */
  readonly changed: Set<string>
  wake: () => void
}

export function createKeyWaiter(context: MessagingContext): KeyWaiter {
  const waitings = new Set<Waiting>()
  let isStopped = false

  async function askAboutChanged({ open, changed }: Waiting): Promise<void> {
    const asked = [...changed]
    changed.clear()
    const stillOpen = new Set(await openKeys(context, asked))
    for (const key of asked) if (!stillOpen.has(key) && !changed.has(key)) open.delete(key)
  }

  async function untilEnded(waiting: Waiting, signal: AbortSignal): Promise<void> {
    for (;;) {
      const woken = new Promise<void>((resolve) => (waiting.wake = resolve))
      await askAboutChanged(waiting)
      if (waiting.open.size === 0) return
      signal.throwIfAborted()
      if (isStopped) throw new AppError('core-unavailable')
      if (waiting.changed.size === 0) await woken
      // What changes meanwhile is asked about in one go.
      if (waiting.open.size > waiting.changed.size) await setTimeout(ASK_EVERY_MS)
    }
  }

  return {
    async wait(messages, signal) {
      const keys = messages.map(keyOf)
      const waiting: Waiting = { open: new Set(keys), changed: new Set(keys), wake: () => undefined }
      const wake = (): void => waiting.wake()
      waitings.add(waiting)
      signal.addEventListener('abort', wake)
      try {
        await untilEnded(waiting, signal)
        return await summariseKeys(context, messages)
      } finally {
        signal.removeEventListener('abort', wake)
        waitings.delete(waiting)
      }
    },
    onChanged(messages) {
      for (const { open, changed, wake } of waitings) {
        for (const { key } of messages) if (open.has(key)) changed.add(key)
        if (changed.size > 0) wake()
      }
    },
    stop() {
      isStopped = true
      for (const { wake } of waitings) wake()
    }
  }
}
