import type { Temporal } from 'temporal-polyfill'
import { encodeAddress } from '../pdu/address'
import { encodeUserData } from '../pdu/encode-submit'
import { hexOfOctets } from '../pdu/octets'
import type { TextPart } from '../pdu/segments'

/** A PDU as a modem shows it, with the octet count of its header line. */
export interface ShownPdu {
  readonly hex: string
  readonly length: number
}

function shown(octets: readonly number[]): ShownPdu {
  return { hex: `00${hexOfOctets(Uint8Array.from(octets))}`, length: octets.length }
}

function swappedDigits(value: number): number {
  return ((value % 10) << 4) | Math.floor(value / 10)
}

function timeStamp(instant: Temporal.Instant): number[] {
  const at = instant.toZonedDateTimeISO('UTC')
  return [...[at.year % 100, at.month, at.day, at.hour, at.minute, at.second].map(swappedDigits), 0]
}

/** SMS-DELIVER as the network would bring it. */
export function encodeDeliver(from: string, part: TextPart, at: Temporal.Instant): ShownPdu {
  const first = 0x04 | (part.concat === null ? 0 : 0x40)
  const coding = part.encoding === 'ucs2' ? 0x08 : 0x00
  return shown([first, ...encodeAddress(from), 0, coding, ...timeStamp(at), ...encodeUserData(part)])
}

/** SMS-STATUS-REPORT with the given TP-ST. */
export function encodeReport(report: {
  readonly mr: number
  readonly recipient: string
  readonly sentAt: Temporal.Instant
  readonly doneAt: Temporal.Instant
  readonly status: number
}): ShownPdu {
  const { mr, recipient, sentAt, doneAt, status } = report
  return shown([0x06, mr, ...encodeAddress(recipient), ...timeStamp(sentAt), ...timeStamp(doneAt), status])
}
