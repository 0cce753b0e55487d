import type { CoreToShell } from '@contract/frames'

const NEEDED_NAPI = 10

interface ShellPort {
  post(message: CoreToShell): void
  onMessage(listener: (message: unknown) => void): void
}

/** What Electron adds to `process` in a utility process; the core imports nothing of Electron, not even its types. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: { data: unknown }) => void): void
}

declare global {
  // Node's own types name this namespace.
  namespace NodeJS {
    interface Process {
      readonly parentPort?: ParentPort
    }
  }
}

/** The way to the shell: a utility process's parent port, or the channel of a forked Node. */
function shellPort(): ShellPort {
  const { parentPort } = process
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data))
    }
  }
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener)
  }
}

/**
 * The entry of the core process. The database driver aborts the whole process in a runtime too old for it, so the
 * runtime is looked at before the rest is loaded.
 */
async function main(): Promise<void> {
  // Whatever is written is for this user alone.
  process.umask(0o077)
  const port = shellPort()
  const napi = Number(process.versions['napi'] ?? 0)
  if (napi < NEEDED_NAPI) {
    port.post({
      kind: 'fatal',
      error: { code: 'napi-too-old', parameters: { found: napi, needed: NEEDED_NAPI } }
    })
    return
  }
  const waiting: unknown[] = []
  let receive: ((message: unknown) => void) | null = null
  port.onMessage((message) => {
    if (receive) receive(message)
    else waiting.push(message)
  })
  const { serveShell } = await import('./host/serve-shell')
  receive = serveShell((message) => port.post(message))
  for (const message of waiting.splice(0)) receive(message)
}

void main()
