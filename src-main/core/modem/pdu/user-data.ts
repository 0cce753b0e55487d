import type { DataCoding } from './data-coding'
import { textOfSeptets, type ShiftTables } from './gsm-alphabet'
import { OctetReader, PduError, hexOfOctets } from './octets'
import { fillBitsAfter, unpackSeptets } from './septets'

/** Which part of which long message this is (TS 23.040 § 9.2.3.24.1 and .8). */
export interface Concatenation {
  readonly ref: number
  readonly total: number
  /** Counts from 1. */
  readonly part: number
  /** Width of the reference: 8 and 16 bits are different messages even with the same number. */
  readonly bits: 8 | 16
}

export interface UserData {
  readonly length: number
  /** The header in hexadecimal, length octet included; null when there is none. */
  readonly header: string | null
  readonly concat: Concatenation | null
  /** Null when the content is not text. */
  readonly text: string | null
  /** Hexadecimal content of an 8-bit message; null when it is text. */
  readonly data: string | null
}

interface HeaderFields {
  readonly concat: Concatenation | null
  readonly tables: ShiftTables
}

function readConcatenation(element: number, value: Uint8Array): Concatenation | null {
  const isWide = element === 0x08
  if (value.length !== (isWide ? 4 : 3)) return null
  const [first = 0, second = 0, third = 0, fourth = 0] = value
  const bits = isWide ? 16 : 8
  const [ref, total, part] = isWide ? [(first << 8) | second, third, fourth] : [first, second, third]
  // A part number outside the total is to be ignored as if the element were absent (TS 23.040 § 9.2.3.24.1).
  return part >= 1 && part <= total ? { ref, total, part, bits } : null
}

function readHeader(octets: Uint8Array): HeaderFields {
  const reader = new OctetReader(octets)
  let concat: Concatenation | null = null
  const tables = { locking: 0, single: 0 }
  while (reader.remaining >= 2) {
    const element = reader.octet()
    const value = reader.take(reader.octet())
    if (element === 0x00 || element === 0x08) concat = readConcatenation(element, value)
    if (element === 0x24) tables.single = value[0] ?? 0
    if (element === 0x25) tables.locking = value[0] ?? 0
  }
  return { concat, tables }
}

function ucs2Text(octets: Uint8Array): string {
  let text = ''
  for (let index = 0; index + 1 < octets.length; index += 2) {
    text += String.fromCharCode(((octets[index] ?? 0) << 8) | (octets[index + 1] ?? 0))
  }
  return text
}

/** Reads TP-UDL and TP-UD: header, concatenation, national tables, text or data. */
export function readUserData(reader: OctetReader, coding: DataCoding, hasHeader: boolean): UserData {
  const length = reader.octet()
  const isSeptets = coding.alphabet === 'gsm7' && !coding.isCompressed
  const octetCount = isSeptets ? Math.ceil((length * 7) / 8) : length
  const octets = reader.take(Math.min(octetCount, reader.remaining))
  if (octets.length < octetCount) throw new PduError('The text is shorter than its length says.')
  const headerOctets = hasHeader ? (octets[0] ?? 0) + 1 : 0
  if (headerOctets > octets.length) throw new PduError('The user data header is longer than the message.')
  const fields = readHeader(octets.subarray(1, headerOctets))
  const body = octets.subarray(headerOctets)
  const common = {
    length,
    header: hasHeader ? hexOfOctets(octets.subarray(0, headerOctets)) : null,
    concat: fields.concat
  }
  if (coding.alphabet === '8bit' || coding.isCompressed) {
    return { ...common, text: null, data: hexOfOctets(body) }
  }
  if (coding.alphabet === 'ucs2') return { ...common, text: ucs2Text(body), data: null }
  const headerSeptets = Math.ceil((headerOctets * 8) / 7)
  const septets = unpackSeptets(body, length - headerSeptets, fillBitsAfter(headerOctets))
  return { ...common, text: textOfSeptets(septets, fields.tables), data: null }
}
