import type { ModemPort } from './modem-port'
import { PortShares } from './supervisor/port-shares'

export interface ModemGroupOptions {
  /** Starts one supervisor; all of a group look at the same ports. */
  readonly start: (shares: PortShares) => ModemPort
  /** One more than before. */
  readonly onAnother: (modem: ModemPort) => void
}

/**
 * As many supervisors as the ports have modems, and one more that looks for the next: several paths may be several
 * modems, or several ports of one. @returns the first
 */
export function openModemGroup({ start, onAnother }: ModemGroupOptions): ModemPort {
  const shares = new PortShares()
  const members: ModemPort[] = []

  function add(): ModemPort {
    const modem = start(shares)
    members.push(modem)
    modem.onStatus(() => {
      // The IMEI is the first that a modem tells; from then on it is not looking for a port.
      if (members.every(({ status }) => status.imei !== null)) onAnother(add())
    })
    return modem
  }

  return add()
}
