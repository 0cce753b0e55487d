import type { CoreToShell, ShellToCore } from '@contract/frames'
import type { Keychain } from './keychain'

type Answer = Extract<ShellToCore, { kind: 'keychain-answer' }>

/** The OS keychain behind the shell: one question and one answer each. */
export function createShellKeychain(
  post: (message: CoreToShell) => void
): Keychain & { answer(answer: Answer): void } {
  const waiting = new Map<number, (answer: Answer) => void>()
  let lastId = 0
  async function ask(action: 'wrap' | 'unwrap', data: string): Promise<Answer> {
    lastId += 1
    const id = lastId
    return await new Promise((resolve) => {
      waiting.set(id, resolve)
      post({ kind: 'keychain', id, action, data })
    })
  }
  return {
    answer(answer) {
      waiting.get(answer.id)?.(answer)
      waiting.delete(answer.id)
    },
    async wrap(key) {
      const { ok, data, backend } = await ask('wrap', key.toString('base64'))
      return ok && data !== undefined ? { wrapped: data, backend: backend ?? 'os' } : null
    },
    async unwrap(wrapped) {
      const { ok, data } = await ask('unwrap', wrapped)
      return ok && data !== undefined ? Buffer.from(data, 'base64') : null
    }
  }
}
