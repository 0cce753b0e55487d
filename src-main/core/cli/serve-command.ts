import { startControlSocket } from '../host/control-socket'
import { silentLog } from '../platform/log'
import type { Command } from './commands'
import { withHost } from './open-core'

/** The scheduler, the modem and the jobs, without a window. */
export const serveCommand: Command = {
  name: 'serve',
  summary: 'Run the scheduler, the modem and the jobs without a window, until it is told to stop.',
  positionals: [],
  options: {
    modem: { type: 'string', multiple: true, value: 'PATH', help: 'a serial port, or a pattern; may repeat' },
    now: { type: 'string', value: 'ISO', help: 'start the clock there' }
  },
  async run(line) {
    await withHost(
      { line, program: 'serve', runsJobs: true, modemPaths: line.texts('modem') },
      async (host) => {
        const control = await startControlSocket(host, silentLog)
        process.stderr.write('Skranke serves. Ctrl+C stops it.\n')
        await new Promise<void>((resolve) => {
          process.once('SIGINT', () => resolve())
          process.once('SIGTERM', () => resolve())
        })
        await control?.close()
      }
    )
    return {}
  }
}
