import { fork } from 'node:child_process'
import { utilityProcess } from 'electron'
import type { ShellToCore } from '@contract/frames'

export interface CoreListeners {
  message(message: unknown): void
  /** What the process wrote on standard error. */
  output(text: string): void
  exit(code: number | null): void
}

export interface RunningCore {
  readonly pid: number | undefined
  send(message: ShellToCore): void
  kill(): void
}

type Environment = Record<string, string>

export type StartCore = (listeners: CoreListeners) => RunningCore

/**
 * Room for what calls make and drop, in megabytes. With V8's own sixteen one booking in forty stood still for a
 * collection of its rubbish; test/bench runs with the same.
 */
const V8_FLAG = '--max-semi-space-size=64'

/** How the packaged program runs its core: a child of Electron, with Electron's own Node. */
export function inUtilityProcess(script: string, env: Environment): StartCore {
  return (listeners) => {
    const child = utilityProcess.fork(script, [], {
      serviceName: 'Skranke core',
      stdio: 'pipe',
      env,
      execArgv: [`--js-flags=${V8_FLAG}`]
    })
    child.on('message', (message: unknown) => listeners.message(message))
    child.on('exit', (code) => listeners.exit(code))
    child.stderr?.on('data', (data: Buffer) => listeners.output(data.toString()))
    child.stdout?.resume()
    return {
      get pid() {
        return child.pid
      },
      send: (message) => child.postMessage(message),
      kill: () => void child.kill()
    }
  }
}

/** Runs the core under a Node of its own, where Electron's Node-API is too old for the database driver. */
export function inNode(script: string, node: string, env: Environment): StartCore {
  return (listeners) => {
    const child = fork(script, [], {
      execPath: node,
      execArgv: [V8_FLAG],
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc']
    })
    child.on('message', (message) => listeners.message(message))
    child.on('exit', (code) => listeners.exit(code))
    child.on('error', (error) => {
      listeners.output(`    at ${error.name} while starting Node`)
      if (child.pid === undefined) listeners.exit(null)
    })
    child.stderr?.on('data', (data: Buffer) => listeners.output(data.toString()))
    return {
      pid: child.pid,
      // A process that has just died is reported by `exit`; what could not be sent is then refused there.
      send: (message) => void (child.connected && child.send(message)),
      kill: () => void child.kill('SIGKILL')
    }
  }
}
