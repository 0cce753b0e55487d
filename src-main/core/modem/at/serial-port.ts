import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { SerialPort } from 'serialport'
import { watchPort } from './port-watch'
import { PortError, type PortOpener, type SerialLine } from './line'

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

function lineOf(port: SerialPort): SerialLine {
  let closeListener: () => void = () => undefined
  let failDrain: () => void = () => undefined
  const stopWatching = watchPort(port, () => port.isOpen && port.close())
  port.on('close', () => {
    stopWatching()
    failDrain()
    closeListener()
  })
  // A failed read or write makes the port useless; without a listener it would end the process.
  port.on('error', () => port.isOpen && port.close())
  return {
    write: (bytes) => {
      if (port.isOpen) port.write(bytes)
    },
    drain: () =>
      new Promise((resolve, reject) => {
        failDrain = () => reject(new PortError('failed'))
        if (!port.isOpen) return failDrain()
        port.drain((error) => (error ? failDrain() : resolve()))
      }),
    onData: (listener) => port.on('data', listener),
    onClose: (listener) => {
      closeListener = listener
      if (!port.isOpen) listener()
    },
    close: () => new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()))
  }
}

/** Opens a real serial port, exclusively: never one that another process has locked. */
export const openSerialPort: PortOpener = async (path) => {
  if (await hasLockFile(path)) throw new PortError('busy')
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate, lock: true, autoOpen: false })
    port.open((error) => {
      if (error === null) return resolve(lineOf(port))
      const isBusy = /lock|busy|access denied/i.test(error.message)
      reject(new PortError(isBusy ? 'busy' : 'failed', { cause: error }))
    })
  })
}
