import { PortalFault } from './faults'
import type { Pause } from './http'

export const pause: Pause = async (ms, signal) => {
  await new Promise<void>((resolve, reject) => {
    const end = (): void => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }
    const timer = setTimeout(end, ms).unref()
    function stop(): void {
      clearTimeout(timer)
      reject(new PortalFault('stopped'))
    }
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
