export type { AtError, RefusalClass } from './at/error-classes'
export type { PortOpener, SerialLine } from './at/line'
export type { AtTimings } from './at/timings'
export type { ModemClock } from './clock'
export { openModem, type OpenModemOptions } from './open-modem'
export { listPorts, type PortDescription } from './list-ports'
export { silentLog as silentModemLog, type ModemLog } from './log'
export { openModemGroup } from './modem-group'
export type {
  DeliveryReport,
  IncomingSms,
  ModemPort,
  ModemState,
  ModemStatus,
  OutgoingPart,
  PinOutcome,
  SendOutcome
} from './modem-port'
export { concatKey, joinParts, type JoinedText, type ReceivedPart } from './pdu/join-parts'
export {
  segmentText,
  splitIntoParts,
  type SegmentedText,
  type TextEncoding,
  type TextPart
} from './pdu/segments'
export type { Concatenation } from './pdu/user-data'
export { createSimulatedModem, type SimulatedModem } from './simulated/simulated-modem'
export type { PortInfo } from './supervisor/find-ports'
export type { ModemSupervisorOptions } from './supervisor/modem-supervisor'
export type { SupervisorTimings } from './supervisor/timings'
