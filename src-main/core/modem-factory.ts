import type { ModemChoice, ModemStatus } from '@contract/system'
import { createSimulatedModem, openModem, openModemGroup, type ModemPort, type SimulatedModem } from './modem'
import type { Clock } from './platform/clock'
import { toStoredInstant } from './platform/clock'
import type { Log } from './platform/log'

/** What a modem needs of the clinic: the time, and the SIM's PIN, which lies encrypted with the data. */
export interface ModemNeeds {
  readonly clock: Clock
  readonly pin: (imei: string | null) => string | null
  /** The stored PIN was wrong and must not be tried again. */
  readonly onPinRejected: (imei: string | null) => void
  /** The paths lead to one modem more, which shares the queue. */
  readonly onAnother: (modem: ModemPort) => void
}

/** Opens the modem a clinic has chosen; null for none. */
export type ModemFactory = (choice: ModemChoice, needs: ModemNeeds) => ModemPort | null

/** A short command has no modem. */
export const noModems: ModemFactory = () => null

/** Real ports and the simulated modem. Several paths, or patterns, stand on lines of their own and may be several modems. */
export function openModems(log: Log): ModemFactory {
  return (choice, { onAnother, ...needs }) => {
    if (choice.kind === 'none') return null
    if (choice.kind === 'simulated') return createSimulatedModem({ clock: needs.clock, log })
    const paths = choice.path?.split('\n').filter((path) => path !== '') ?? []
    const wanted = choice.imei === null ? {} : { wantedImei: choice.imei }
    const options = { paths, ...wanted, log, ...needs }
    const isOne = choice.imei !== null || paths.length === 0 || (paths.length === 1 && !isPattern(paths[0]))
    if (isOne) return openModem(options)
    return openModemGroup({ start: (shares) => openModem({ ...options, shares }), onAnother })
  }
}

function isPattern(path = ''): boolean {
  return /[*?]/.test(path)
}

export function isSimulated(modem: ModemPort): modem is SimulatedModem {
  return 'injectIncoming' in modem
}

/** A modem's state in the words of the contract. */
export function describeModem(modem: ModemPort | null, clock: Clock): ModemStatus {
  if (!modem) {
    const nothing = {
      path: null,
      imei: null,
      manufacturer: null,
      model: null,
      operator: null,
      signal: null,
      signalDbm: null,
      detail: null
    }
    return { state: 'none', isSimulated: false, ...nothing, since: toStoredInstant(clock.now()) }
  }
  const { since, ...status } = modem.status
  return { ...status, isSimulated: isSimulated(modem), since: toStoredInstant(since) }
}
