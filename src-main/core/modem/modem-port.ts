import type { Temporal } from 'temporal-polyfill'
import type { RefusalClass } from './at/error-classes'
import type { TextPart } from './pdu/segments'
import type { Concatenation } from './pdu/user-data'

/**
 * - `absent` no port to try · `searching` trying ports · `not-a-modem` the port answers no AT command
 * - `busy-elsewhere` another program holds the port · `starting` being set up
 * - `pin-required` `puk-required` `no-sim` `sim-failure` `denied` need a person
 * - `registering` looking for the network · `ready` can send
 */
export type ModemState =
  | 'absent'
  | 'searching'
  | 'starting'
  | 'pin-required'
  | 'puk-required'
  | 'no-sim'
  | 'sim-failure'
  | 'not-a-modem'
  | 'registering'
  | 'denied'
  | 'ready'
  | 'busy-elsewhere'

export interface ModemStatus {
  readonly state: ModemState
  readonly path: string | null
  readonly imei: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly operator: string | null
  /** Bars, 0 to 5; null when unknown. */
  readonly signal: number | null
  readonly signalDbm: number | null
  /** A code with the cause: `pin-wrong`, `smsc-unknown`, `network-lock`, `wrong-imei`, or the modem's error such as `cme-13`. */
  readonly detail: string | null
  /** When `state` last changed. */
  readonly since: Temporal.Instant
}

/** One SMS from the SIM's storage: a whole message, or one part of a long one (see joinParts). */
export interface IncomingSms {
  readonly imei: string | null
  /** E.164, a short code, or an alphanumeric name. */
  readonly from: string
  readonly text: string
  readonly concat: Concatenation | null
  /** The network's stamp; the moment of reading when that is impossible. */
  readonly sentAt: Temporal.Instant
  readonly receivedAt: Temporal.Instant
  /** The same PDU may come again after a crash between storing and deleting; it is the key to tell by. */
  readonly rawPdu: string
}

export interface DeliveryReport {
  readonly imei: string | null
  /** The reference `accepted` gave; counts modulo 256 for each modem. */
  readonly mr: number
  /** As the network writes it: perhaps in national form, so compare the last digits. */
  readonly recipient: string
  /** TP-ST. */
  readonly status: number
  readonly outcome: 'delivered' | 'pending' | 'failed'
  readonly smscAt: Temporal.Instant | null
  readonly doneAt: Temporal.Instant | null
}

export interface OutgoingPart {
  /** E.164, or a short code. */
  readonly to: string
  readonly part: TextPart
  /** How long the network may try, rounded down to what SMS can say (5 minutes at least); null leaves it to the network. */
  readonly validityMinutes: number | null
  readonly wantsReport: boolean
  /** Another part to the same receiver follows at once, so the radio link is worth keeping. */
  readonly moreToFollow: boolean
}

/**
 * - `accepted`: the network has it · `refused`: it has not, for this reason
 * - `unknown`: it may have it; never repeat by yourself · `not-sent`: it certainly has not
 */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly mr: number; readonly imei: string | null }
  | { readonly kind: 'refused'; readonly code: string; readonly class: RefusalClass }
  | {
      readonly kind: 'unknown'
      readonly reason: 'no-answer' | 'no-reference' | 'port-lost' | 'modem-restarted' | 'network-timeout'
    }
  | {
      readonly kind: 'not-sent'
      readonly reason: 'not-ready' | 'no-prompt' | 'port-lost' | 'modem-restarted' | 'closed'
    }

export type PinOutcome = 'ok' | 'wrong' | 'puk-required' | 'not-asked' | 'failed'

/** What messaging talks to: one modem, real or simulated. */
export interface ModemPort {
  readonly status: ModemStatus
  /** Called at every change; returns the function that stops it. */
  onStatus(listener: (status: ModemStatus) => void): () => void
  /**
   * Called for each stored SMS, one at a time. The SIM's copy is deleted only when every listener has resolved; after
   * a rejection it is offered again. Without a listener nothing is read. Do not wait for a send inside.
   */
  onIncoming(listener: (message: IncomingSms) => Promise<void>): () => void
  /** A report can come before `sendPart` has resolved, and hours after; one that finds no message should be kept five minutes. */
  onReport(listener: (report: DeliveryReport) => Promise<void>): () => void
  /**
   * Sends one SMS and resolves with how it ended; never rejects for the modem's sake and never sends twice.
   * Mark the message as being in flight on disk before the call.
   * @throws RangeError when number or text cannot be put into an SMS.
   */
  sendPart(part: OutgoingPart): Promise<SendOutcome>
  /** One try with the PIN a person has typed. */
  enterPin(pin: string): Promise<PinOutcome>
  /** Starts the modem anew; it leaves the bus for some seconds. */
  reset(): Promise<void>
  close(): Promise<void>
}
