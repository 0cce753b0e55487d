import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { SerialPort } from 'serialport'
import { PortError, type PortOpener } from './line'
import { PortLine } from './port-line'

const baudRate = 115_200

/** Whether a process that still lives has a lock file for the port (the UUCP habit of minicom, gammu and pppd). */
async function hasLockFile(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  try {
    const owner = Number((await readFile(`/var/lock/LCK..${basename(path)}`, 'utf8')).trim())
    return Number.isInteger(owner) && owner > 0 && owner !== process.pid && isRunning(owner)
  } catch (error) {
    if (isErrorWithCode(error)) return false // there is no lock file, or none that we may read
    throw error
  }
}

function isErrorWithCode(error: unknown): error is Error & { code: unknown } {
  return error instanceof Error && 'code' in error
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return isErrorWithCode(error) && error.code === 'EPERM'
  }
}

/** Opens a real serial port, exclusively: never one that another process has locked. */
export const openSerialPort: PortOpener = async (path) => {
  if (await hasLockFile(path)) throw new PortError('busy')
  try {
    return new PortLine(await SerialPort.binding.open({ path, baudRate, lock: true }))
  } catch (error) {
    const isBusy = error instanceof Error && /lock|busy|access denied/i.test(error.message)
    throw new PortError(isBusy ? 'busy' : 'failed', { cause: error })
  }
}
