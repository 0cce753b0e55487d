import { encodeAddress } from './address'
import { septetsOf } from './gsm-alphabet'
import { hexOfOctets } from './octets'
import type { TextPart } from './segments'
import { fillBitsAfter, packSeptets } from './septets'
import type { Concatenation } from './user-data'
import { relativeValidity } from './validity'

export interface SubmitFields {
  /** E.164 with `+`, or a short code. */
  readonly to: string
  readonly part: TextPart
  /** How long the network may try; null leaves it to the network. */
  readonly validityMinutes: number | null
  readonly wantsReport: boolean
}

export interface EncodedSubmit {
  /** Hexadecimal, with an empty service centre in front: the modem's own is used. */
  readonly hex: string
  /** Octets without the service centre: what `AT+CMGS=` is given. */
  readonly length: number
}

function headerOf(concat: Concatenation | null): number[] {
  if (concat === null) return []
  const { ref, total, part, bits } = concat
  if (bits === 8) return [5, 0x00, 3, ref, total, part]
  return [6, 0x08, 4, ref >> 8, ref & 0xff, total, part]
}

/** TP-UDL and TP-UD of a text; also used for the messages the simulated modem receives. */
export function encodeUserData(part: TextPart): number[] {
  const header = headerOf(part.concat)
  if (part.encoding === 'ucs2') {
    const body = Array.from({ length: part.text.length }, (_, index) => part.text.charCodeAt(index))
    const octets = [...header, ...body.flatMap((unit) => [unit >> 8, unit & 0xff])]
    if (octets.length > 140) throw new RangeError('The part is longer than one SMS.')
    return [octets.length, ...octets]
  }
  const septets = Array.from(part.text).flatMap((character) => {
    const found = septetsOf(character)
    if (found === null) throw new RangeError('The text holds a character outside GSM 7-bit.')
    return found
  })
  const length = septets.length + Math.ceil((header.length * 8) / 7)
  if (length > 160) throw new RangeError('The part is longer than one SMS.')
  return [length, ...header, ...packSeptets(septets, fillBitsAfter(header.length))]
}

/** SMS-SUBMIT, 3GPP TS 23.040 § 9.2.2.2, with the message reference left to the modem. */
export function encodeSubmit({ to, part, validityMinutes, wantsReport }: SubmitFields): EncodedSubmit {
  const first =
    0x01 |
    (validityMinutes === null ? 0 : 0x10) |
    (wantsReport ? 0x20 : 0) |
    (part.concat === null ? 0 : 0x40)
  const octets = [
    first,
    0,
    ...encodeAddress(to),
    0,
    part.encoding === 'ucs2' ? 0x08 : 0x00,
    ...(validityMinutes === null ? [] : [relativeValidity(validityMinutes)]),
    ...encodeUserData(part)
  ]
  return { hex: `00${hexOfOctets(Uint8Array.from(octets))}`, length: octets.length }
}
