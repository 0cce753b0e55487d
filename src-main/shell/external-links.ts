import { shell } from 'electron'
import { mayOpenExternally } from './link-policy'

/** Opens an address of the allow-list in the clinic's browser; the only place that calls `shell.openExternal`. */
export async function openExternally(address: string): Promise<void> {
  if (mayOpenExternally(address)) await shell.openExternal(address)
}
