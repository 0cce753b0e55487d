import { setTimeout as wait } from 'node:timers/promises'
import { PortalFault } from './faults'
import type { Pause } from './http'

export const pause: Pause = async (ms, signal) => {
  try {
    await wait(ms, undefined, { ...(signal ? { signal } : {}), ref: false })
  } catch (error) {
    throw new PortalFault('stopped', { cause: error })
  }
}
