import { SerialPort } from 'serialport'
import { isOpenElsewhere } from './at/port-users'
import { openSerialPort } from './at/serial-port'
import type { ModemPort } from './modem-port'
import { ModemSupervisor, type ModemSupervisorOptions } from './supervisor/modem-supervisor'

export type OpenModemOptions = Omit<ModemSupervisorOptions, 'list' | 'open' | 'isOpenElsewhere'>

/** Looks after one modem on a real serial port: by the paths given, else the first modem found. */
export function openModem(options: OpenModemOptions): ModemPort {
  return new ModemSupervisor({
    ...options,
    list: () => SerialPort.list(),
    open: openSerialPort,
    isOpenElsewhere
  })
}
