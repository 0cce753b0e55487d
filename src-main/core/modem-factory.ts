import type { ModemChoice, ModemStatus } from '@contract/system'
import { createSimulatedModem, openModem, type ModemPort, type SimulatedModem } from './modem'
import type { Clock } from './platform/clock'
import { toStoredInstant } from './platform/clock'
import type { Log } from './platform/log'

/** What a modem needs of the clinic: the time, and the SIM's PIN, which lies encrypted with the data. */
export interface ModemNeeds {
  readonly clock: Clock
  readonly pin: () => string | null
  /** The stored PIN was wrong and must not be tried again. */
  readonly onPinRejected: () => void
}

/** Opens the modem a clinic has chosen; null for none. */
export type ModemFactory = (choice: ModemChoice, needs: ModemNeeds) => ModemPort | null

/** A short command has no modem. */
export const noModems: ModemFactory = () => null

/** Real ports and the simulated modem. Several paths, or patterns, stand on lines of their own. */
export function openModems(log: Log): ModemFactory {
  return (choice, { clock, pin, onPinRejected }) => {
    if (choice.kind === 'none') return null
    if (choice.kind === 'simulated') return createSimulatedModem({ clock, log })
    const paths = choice.path?.split('\n').filter((path) => path !== '') ?? []
    const wanted = choice.imei === null ? {} : { wantedImei: choice.imei }
    return openModem({ paths, ...wanted, clock, log, pin, onPinRejected })
  }
}

export function isSimulated(modem: ModemPort): modem is SimulatedModem {
  return 'injectIncoming' in modem
}

/** A modem's state in the words of the contract. */
export function describeModem(modem: ModemPort | null, clock: Clock): ModemStatus {
  if (!modem) {
    const nothing = { path: null, imei: null, manufacturer: null, model: null, operator: null, signal: null, signalDbm: null, detail: null }
    return { state: 'none', isSimulated: false, ...nothing, since: toStoredInstant(clock.now()) }
  }
  const { since, ...status } = modem.status
  return { ...status, isSimulated: isSimulated(modem), since: toStoredInstant(since) }
}
