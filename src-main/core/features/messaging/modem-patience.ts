import type { ModemPort, ModemState } from '../../modem'
import { AppError } from '../../platform/app-error'

export interface ModemPatience {
  /** Aborted with `modem-unavailable` {path, state} when waiting for a modem is of no use. */
  readonly signal: AbortSignal
  end(): void
}

const LOOK_EVERY_MS = 200
/** Another modem may be found while the first one asks for its PIN. */
const OTHERS_MS = 5_000

/** A core that has just started has not opened its modem yet; after this it has none. */
const OPENING_MS = 2_000

/** States that only a person ends. */
const NEEDS_PERSON: ReadonlySet<ModemState> = new Set([
  'pin-required',
  'puk-required',
  'no-sim',
  'sim-failure'
])

/**
 * Waits for a first modem to become ready, for so long and no longer: a port that is not there or no modem must not
 * keep whoever waits for a day. A modem that asks for its PIN is not waited for. One that has been ready once is: it
 * comes back when it is plugged in again.
 */
export function waitForFirstModem({
  ports,
  hasBeenReady,
  mostMs
}: {
  ports: () => readonly ModemPort[]
  hasBeenReady: () => boolean
  mostMs: number
}): ModemPatience {
  const controller = new AbortController()
  const startedMs = performance.now()
  const timer = setInterval(look, LOOK_EVERY_MS)
  const end = (): void => clearInterval(timer)

  function look(): void {
    if (hasBeenReady()) return end()
    const waitedMs = performance.now() - startedMs
    const stuck = ports().find(({ status }) => NEEDS_PERSON.has(status.state))
    const isHopeless = stuck !== undefined && (ports().length === 1 || waitedMs >= OTHERS_MS)
    const hasNone = ports().length === 0 && waitedMs >= OPENING_MS
    if (!isHopeless && !hasNone && waitedMs < mostMs) return
    end()
    const status = (stuck ?? ports()[0])?.status
    controller.abort(
      new AppError('modem-unavailable', { path: status?.path ?? '', state: status?.state ?? 'none' })
    )
  }

  return { signal: controller.signal, end }
}
