import { septetsOf } from './gsm-alphabet'
import type { Concatenation } from './user-data'

export type TextEncoding = 'gsm7' | 'ucs2'

/** What a text costs: shown while a template or message is typed. */
export interface SegmentedText {
  readonly encoding: TextEncoding
  /** The text of each SMS; joined they are the text. An empty text is one empty segment. */
  readonly segments: readonly string[]
  /** Septets or UCS-2 units in the whole text, headers not counted. */
  readonly unitsUsed: number
  /** Room in each segment: 160 or 70, and 153 or 67 when there are several. */
  readonly unitsPerSegment: number
  /** The characters, each once, that force UCS-2; empty for GSM 7-bit. */
  readonly ucs2Characters: readonly string[]
}

/** One SMS of a message, ready to be sent. */
export interface TextPart {
  readonly text: string
  readonly encoding: TextEncoding
  /** Null when the message fits in one SMS. */
  readonly concat: Concatenation | null
}

const roomOf = {
  gsm7: { alone: 160, 8: 153, 16: 152 },
  ucs2: { alone: 70, 8: 67, 16: 66 }
} as const

/** More parts than TP concatenation can number. */
const mostParts = 255

function unitsOf(character: string, encoding: TextEncoding): number {
  return encoding === 'ucs2' ? character.length : (septetsOf(character)?.length ?? 0)
}

/** Cuts between characters only: neither an escape pair nor a surrogate pair is ever split. */
function cut(text: string, encoding: TextEncoding, room: number): string[] {
  const segments: string[] = []
  let segment = ''
  let used = 0
  for (const character of text) {
    const units = unitsOf(character, encoding)
    if (used + units > room) {
      segments.push(segment)
      segment = ''
      used = 0
    }
    segment += character
    used += units
  }
  return [...segments, segment]
}

function encodingOf(text: string): { encoding: TextEncoding; ucs2Characters: string[] } {
  const ucs2Characters = [...new Set(text)].filter((character) => septetsOf(character) === null)
  return { encoding: ucs2Characters.length === 0 ? 'gsm7' : 'ucs2', ucs2Characters }
}

/** Counts and cuts a text as it will be sent, with references of 8 bits (16 only on request). */
export function segmentText(text: string, bits: 8 | 16 = 8): SegmentedText {
  const { encoding, ucs2Characters } = encodingOf(text)
  let unitsUsed = 0
  for (const character of text) unitsUsed += unitsOf(character, encoding)
  const room = roomOf[encoding]
  const isAlone = unitsUsed <= room.alone
  const unitsPerSegment = isAlone ? room.alone : room[bits]
  const segments = isAlone ? [text] : cut(text, encoding, unitsPerSegment)
  return { encoding, segments, unitsUsed, unitsPerSegment, ucs2Characters }
}

/**
 * Cuts a text into parts for {@link ModemPort.sendPart}.
 * @param ref joins the parts at the receiver: 0–255, or up to 65535 with `bits` 16; use another for each message to a number.
 * @throws RangeError when the text needs more than 255 parts or the reference does not fit.
 */
export function splitIntoParts(text: string, ref: number, bits: 8 | 16 = 8): TextPart[] {
  if (!Number.isInteger(ref) || ref < 0 || ref >= 2 ** bits) {
    throw new RangeError('The reference does not fit its width.')
  }
  const { encoding, segments } = segmentText(text, bits)
  if (segments.length > mostParts) throw new RangeError('The text needs more than 255 messages.')
  const total = segments.length
  return segments.map((segment, index) => ({
    text: segment,
    encoding,
    concat: total === 1 ? null : { ref, total, part: index + 1, bits }
  }))
}
