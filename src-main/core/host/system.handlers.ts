import type { SystemStatus } from '@contract/system'
import type { Handlers } from '../rpc/handlers'
import type { Host } from './host'

export function systemHandlers(host: Host): Handlers<'system.state' | 'system.status' | 'backup.now'> {
  return {
    'system.state': () => Promise.resolve(host.state()),
    'system.status': async () => await systemStatus(host),
    'backup.now': async () => {
      await host.backups.runNow()
      return host.backups.status()
    }
  }
}

/** What the status bar shows. @throws AppError `no-clinic` */
export async function systemStatus(host: Host): Promise<SystemStatus> {
  const { core, backups } = host
  const { modem, queue } = await core.messagingStatus()
  const storage = core.database.isReadOnly
    ? { code: 'data-folder-read-only', parameters: {} }
    : core.database.storageFailure
  return { modem, queue, backup: backups.status(), storage, otherPcs: host.lan.state }
}
