import { startControlSocket } from '../host/control-socket'
import { silentLog } from '../platform/log'
import type { Command } from './commands'
import { withHost } from './open-core'
import { toldToStop } from './stop-signal'

/** The scheduler, the modem and the jobs, without a window. */
export const serveCommand: Command = {
  name: 'serve',
  summary: 'Run the scheduler, the modem and the jobs without a window, until it is told to stop.',
  positionals: [],
  options: {
    modem: { type: 'string', multiple: true, value: 'PATH', help: 'a serial port, or a pattern; may repeat' },
    now: { type: 'string', value: 'ISO', help: 'start the clock there' }
  },
  notes: [
    'Several paths, or a pattern, may lead to several modems, which then share the queue; the IMEI tells them apart, so\nthat one with several ports is used once. On Ctrl+C or SIGTERM a message on the air has three seconds to end; after\nthat its outcome counts as unknown.'
  ],
  async run(line) {
    await withHost(
      { line, program: 'serve', runsJobs: true, modemPaths: line.texts('modem') },
      async (host) => {
        const control = await startControlSocket(host, silentLog)
        process.stderr.write('Skranke serves. Ctrl+C stops it.\n')
        await toldToStop()
        await control?.close()
      }
    )
    return {}
  }
}
