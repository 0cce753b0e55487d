import { readAddress, readServiceCentre } from './address'
import { readDataCoding, type Alphabet } from './data-coding'
import { OctetReader, PduError, octetsOfHex } from './octets'
import { readTimeStamp, type NetworkStamp } from './time-stamp'
import { readUserData, type UserData } from './user-data'
import { minutesOfRelativeValidity } from './validity'

interface TextFields extends UserData {
  readonly smsc: string | null
  readonly protocol: number
  readonly coding: number
  readonly alphabet: Alphabet
  readonly messageClass: number | null
}

export interface DecodedSubmit extends TextFields {
  readonly type: 'submit'
  readonly to: string
  readonly mr: number
  readonly wantsReport: boolean
  readonly rejectsDuplicates: boolean
  /** The octet as sent; null when the validity is absent or absolute. */
  readonly validityOctet: number | null
  readonly validityMinutes: number | null
  readonly validUntil: NetworkStamp | null
}

export interface DecodedDeliver extends TextFields {
  readonly type: 'deliver'
  readonly from: string
  readonly sentAt: NetworkStamp | null
  readonly hasMoreMessages: boolean
}

export interface DecodedReport {
  readonly type: 'status-report'
  readonly smsc: string | null
  readonly recipient: string
  readonly mr: number
  readonly sentAt: NetworkStamp | null
  readonly doneAt: NetworkStamp | null
  /** TP-ST, see {@link reportOutcome}. */
  readonly status: number
}

export type DecodedPdu = DecodedSubmit | DecodedDeliver | DecodedReport

/** What a status report says: 0x00–0x1F arrived, 0x20–0x3F the network still tries, the rest failed (TS 23.040 § 9.2.3.15). */
export function reportOutcome(status: number): 'delivered' | 'pending' | 'failed' {
  if (status < 0x20) return 'delivered'
  return status < 0x40 ? 'pending' : 'failed'
}

/**
 * Decodes a PDU as a modem shows it: hexadecimal, service centre first.
 * Type 1 is read as SUBMIT (one of our own, stored on the SIM); a modem never shows SUBMIT-REPORT.
 * @throws PduError when it does not follow TS 23.040.
 */
export function decodePdu(hex: string): DecodedPdu {
  const reader = new OctetReader(octetsOfHex(hex))
  const smsc = readServiceCentre(reader)
  const first = reader.octet()
  const type = first & 3
  if (type === 0) return decodeDeliver(reader, first, smsc)
  if (type === 1) return decodeSubmit(reader, first, smsc)
  if (type === 2) return decodeReport(reader, smsc)
  throw new PduError('The PDU has a reserved message type.')
}

function readText(
  reader: OctetReader,
  codingOctet: number,
  first: number
): UserData & {
  alphabet: Alphabet
  messageClass: number | null
} {
  const coding = readDataCoding(codingOctet)
  const content = readUserData(reader, coding, (first & 0x40) !== 0)
  return { ...content, alphabet: coding.alphabet, messageClass: coding.messageClass }
}

function decodeDeliver(reader: OctetReader, first: number, smsc: string | null): DecodedDeliver {
  const from = readAddress(reader)
  const protocol = reader.octet()
  const coding = reader.octet()
  const sentAt = readTimeStamp(reader)
  const text = readText(reader, coding, first)
  return {
    type: 'deliver',
    smsc,
    from,
    protocol,
    coding,
    sentAt,
    hasMoreMessages: (first & 4) === 0,
    ...text
  }
}

function readValidity(
  reader: OctetReader,
  first: number
): Pick<DecodedSubmit, 'validityOctet' | 'validityMinutes' | 'validUntil'> {
  const absent = { validityOctet: null, validityMinutes: null, validUntil: null }
  const format = (first >> 3) & 3
  if (format === 2) {
    const validityOctet = reader.octet()
    return { ...absent, validityOctet, validityMinutes: minutesOfRelativeValidity(validityOctet) }
  }
  if (format === 3) return { ...absent, validUntil: readTimeStamp(reader) }
  if (format === 1) reader.take(7)
  return absent
}

function decodeSubmit(reader: OctetReader, first: number, smsc: string | null): DecodedSubmit {
  const mr = reader.octet()
  const to = readAddress(reader)
  const protocol = reader.octet()
  const coding = reader.octet()
  const validity = readValidity(reader, first)
  return {
    type: 'submit',
    smsc,
    mr,
    to,
    protocol,
    coding,
    wantsReport: (first & 0x20) !== 0,
    rejectsDuplicates: (first & 4) !== 0,
    ...validity,
    ...readText(reader, coding, first)
  }
}

function decodeReport(reader: OctetReader, smsc: string | null): DecodedReport {
  const mr = reader.octet()
  const recipient = readAddress(reader)
  const sentAt = readTimeStamp(reader)
  const doneAt = readTimeStamp(reader)
  // Optional fields may follow; nothing in them is of use here.
  return { type: 'status-report', smsc, mr, recipient, sentAt, doneAt, status: reader.octet() }
}
