import { textOfSeptets } from './gsm-alphabet'
import type { OctetReader } from './octets'
import { unpackSeptets } from './septets'

const digits = '0123456789*#abc'
const internationalType = 0x91
const unknownType = 0x81

/** Telephone number to swapped semi-octets (TS 23.040 § 9.1.2.3); an odd last digit is filled with F. */
function semiOctets(number: string): number[] {
  const octets: number[] = []
  for (let index = 0; index < number.length; index += 2) {
    const low = digits.indexOf(number[index] ?? '')
    const second = number[index + 1]
    octets.push(low | ((second === undefined ? 0xf : digits.indexOf(second)) << 4))
  }
  return octets
}

function digitsOf(octets: Uint8Array, count: number): string {
  let number = ''
  for (const octet of octets) number += `${digits[octet & 0xf] ?? ''}${digits[octet >> 4] ?? ''}`
  return number.slice(0, count)
}

/**
 * Encodes a destination as length in digits, type and semi-octets (TS 23.040 § 9.1.2.5).
 * `+` marks an international number; anything else, such as a short code, has an unknown type.
 */
export function encodeAddress(number: string): number[] {
  const isInternational = number.startsWith('+')
  const dialled = isInternational ? number.slice(1) : number
  if (!/^[0-9*#]{1,20}$/.test(dialled)) throw new RangeError('A telephone number has 1 to 20 digits.')
  return [dialled.length, isInternational ? internationalType : unknownType, ...semiOctets(dialled)]
}

function addressText(type: number, octets: Uint8Array, semiOctetCount: number): string {
  const typeOfNumber = (type >> 4) & 7
  if (typeOfNumber === 5) return textOfSeptets(unpackSeptets(octets, Math.floor((semiOctetCount * 4) / 7)))
  return (typeOfNumber === 1 ? '+' : '') + digitsOf(octets, semiOctetCount)
}

/** A TP address: number with `+` when international, or the sender's name when it is alphanumeric. */
export function readAddress(reader: OctetReader): string {
  const length = reader.octet()
  const type = reader.octet()
  return addressText(type, reader.take(Math.ceil(length / 2)), length)
}

/** The service centre in front of a PDU: its length counts octets, type included; null when absent. */
export function readServiceCentre(reader: OctetReader): string | null {
  const length = reader.octet()
  if (length === 0) return null
  const type = reader.octet()
  const octets = reader.take(length - 1)
  const isOdd = ((octets.at(-1) ?? 0) & 0xf0) === 0xf0
  return addressText(type, octets, octets.length * 2 - (isOdd ? 1 : 0))
}
