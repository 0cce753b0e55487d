import { mkdirSync } from 'node:fs'
import { ShellToCore, type CoreToShell } from '@contract/frames'
import { describeError, openLog, silentLog, type Log } from '../platform/log'
import { screenGate } from '../lan'
import { openModems } from '../modem-factory'
import { Session } from '../rpc/session'
import { chosenClock } from './chosen-clock'
import { startControlSocket, type ControlSocket } from './control-socket'
import { Host, type Connection } from './host'
import { createShellKeychain } from './shell-keychain'

type StartMessage = Extract<ShellToCore, { kind: 'start' }>

/** Serves one shell. @returns what to call with each message from it, in order. */
export function serveShell(post: (message: CoreToShell) => void): (message: unknown) => void {
  const connections = new Map<string, Connection>()
  const keychain = createShellKeychain(post)
  let host: Host | null = null
  let control: ControlSocket | null = null
  let started = Promise.resolve()

  async function start(message: StartMessage): Promise<void> {
    const log = logFor(message.dataFolder)
    reportBugs(log)
    host = new Host({
      dataFolder: message.dataFolder,
      program: 'desk',
      ...chosenClock(),
      log,
      appVersion: message.appVersion,
      keychain,
      hasKeychain: message.hasKeychain,
      modems: openModems(log),
      runsJobs: true,
      pagesFolder: message.pagesFolder ?? null
    })
    await host.start()
    control = await startControlSocket(host, log)
    post({ kind: 'ready' })
  }

  async function stop(): Promise<void> {
    await control?.close()
    await host?.stop()
    post({ kind: 'stopped' })
    // The shell waits for the word above; leaving at once could cut it off.
    setImmediate(() => process.exit(0))
  }

  async function serve(message: ShellToCore): Promise<void> {
    if (!host) return
    if (message.kind === 'open') {
      const { screen } = message
      const shared = connections.get(message.sharesWith ?? '')
      const own = screen ? new Session(false, screenGate(screen, 'desk')) : shared?.session
      const connection = host.connect(
        (frame) => post({ kind: 'frame', connection: message.connection, frame }),
        own
      )
      connections.set(message.connection, connection)
      if (!own) await host.welcome(connection)
    }
    if (message.kind === 'close') {
      connections.get(message.connection)?.close()
      connections.delete(message.connection)
    }
    if (message.kind === 'frame') await connections.get(message.connection)?.receive(message.frame)
    if (message.kind === 'target') host.targets.offer(message.token, message.path)
    if (message.kind === 'resumed' && host.phase.name === 'open') host.phase.core.resume()
    if (message.kind === 'stop') await stop()
  }

  return (raw) => {
    const message = ShellToCore.parse(raw)
    if (message.kind === 'keychain-answer') keychain.answer(message)
    else if (message.kind === 'start') started = start(message)
    else void started.then(() => serve(message))
  }
}

function logFor(dataFolder: string): Log {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    return openLog(dataFolder)
  } catch {
    // A folder that cannot be written to holds no log either; the page says why.
    return silentLog
  }
}

/** A bug nobody caught ends the process, so that the shell starts a clean one; the log keeps where it was. */
function reportBugs(log: Log): void {
  const end = (error: unknown): void => {
    log.error('core-crashed', describeError(error))
    process.exit(70)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
