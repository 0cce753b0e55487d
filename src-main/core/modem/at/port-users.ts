import { readdir, readlink, realpath } from 'node:fs/promises'

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []) // gone meanwhile, or another user's
}

async function holds(processId: string, device: string): Promise<boolean> {
  const folder = `/proc/${processId}/fd`
  for (const file of await namesIn(folder)) {
    const target = await readlink(`${folder}/${file}`).catch(() => null) // closed meanwhile
    if (target === device) return true
  }
  return false
}

/**
 * Whether another process has the port open, with a lock or without one: what a person has not named is not written
 * to then. Linux tells; on Windows a port that is open cannot be opened again. Of other users' processes only root sees.
 */
export async function isOpenElsewhere(path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const device = await realpath(path).catch(() => path)
  const others = (await namesIn('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
  for (const processId of others) if (await holds(processId, device)) return true
  return false
}
