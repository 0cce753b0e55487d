import { SerialPort } from 'serialport'
import { probablePorts } from './supervisor/find-ports'

export interface PortDescription {
  readonly path: string
  /** As the operating system names it, for a person to choose by. */
  readonly label: string
  /** A known modem or a USB-to-serial chip, by its USB id. */
  readonly isLikelyModem: boolean
}

/** The serial ports of this PC, likely modems first. Opens none of them. */
export async function listPorts(): Promise<PortDescription[]> {
  const ports = await SerialPort.list()
  const likely = probablePorts(ports)
  return ports
    .map(({ path, manufacturer }) => ({
      path,
      label: manufacturer === undefined ? path : `${path} (${manufacturer})`,
      isLikelyModem: likely.includes(path)
    }))
    .sort(
      (one, other) =>
        Number(other.isLikelyModem) - Number(one.isLikelyModem) || one.path.localeCompare(other.path, 'en')
    )
}
