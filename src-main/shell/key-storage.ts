import { safeStorage } from 'electron'
import type { CoreToShell, ShellToCore } from '@contract/frames'

type Request = Extract<CoreToShell, { kind: 'keychain' }>
type Answer = Extract<ShellToCore, { kind: 'keychain-answer' }>

/** Whether the operating system keeps secrets for us. `basic_text` is no keychain: its key stands in the program. */
export function hasKeychain(): boolean {
  return safeStorage.isEncryptionAvailable() && !['basic_text', 'unknown'].includes(backend())
}

function backend(): string {
  if (process.platform !== 'linux') return process.platform
  // Electron before 27 cannot tell, and then nothing is trusted to it.
  return typeof safeStorage.getSelectedStorageBackend === 'function'
    ? safeStorage.getSelectedStorageBackend()
    : 'unknown'
}

/** Wraps or unwraps one key; `ok: false` where there is no keychain or it does not know the bytes. */
export function answerKeychain(request: Request): Answer {
  const refused: Answer = { kind: 'keychain-answer', id: request.id, ok: false, backend: backend() }
  if (!hasKeychain()) return refused
  try {
    return { ...refused, ok: true, data: transform(request) }
  } catch (error) {
    // Bytes of another user, another machine or a keychain that was made anew: the recovery key opens the data.
    if (error instanceof Error) return refused
    throw error
  }
}

function transform({ action, data }: Request): string {
  const bytes = Buffer.from(data, 'base64')
  // safeStorage speaks text, so the key travels through it as base64.
  if (action === 'wrap') return safeStorage.encryptString(bytes.toString('base64')).toString('base64')
  return safeStorage.decryptString(bytes)
}
