import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePdu, reportOutcome, type DecodedPdu } from './decode'
import { encodeSubmit } from './encode-submit'
import { defaultAlphabet, extensionAlphabet } from './gsm-alphabet'
import { joinParts, concatKey } from './join-parts'
import { segmentText, splitIntoParts } from './segments'
import { packSeptets, unpackSeptets } from './septets'
import type { NetworkStamp } from './time-stamp'
import { minutesOfRelativeValidity, relativeValidity } from './validity'

interface GoldenCase {
  id: string
  direction: 'submit' | 'deliver' | 'report'
  pdu: string
  tpdu_length: number
  expect: Record<string, unknown>
}

const golden: { cases: GoldenCase[] } = JSON.parse(
  readFileSync(new URL('../../../../test/data/pdu-golden.json', import.meta.url), 'utf8')
)

function stamp(value: NetworkStamp | null): string | null {
  return value === null ? null : value.instant.toString({ timeZone: value.offset })
}

/** Our fields under the names of the golden file. */
function goldenFields(pdu: DecodedPdu): Record<string, unknown> {
  if (pdu.type === 'status-report') {
    return {
      type: pdu.type,
      smsc: pdu.smsc,
      to: pdu.recipient,
      mr: pdu.mr,
      scts: stamp(pdu.sentAt),
      discharge: stamp(pdu.doneAt),
      status: pdu.status,
      status_class: reportOutcome(pdu.status)
    }
  }
  const { concat } = pdu
  const common = {
    type: pdu.type,
    smsc: pdu.smsc,
    pid: pdu.protocol,
    dcs: pdu.coding,
    alphabet: pdu.alphabet,
    class: pdu.messageClass,
    udl: pdu.length,
    udh: pdu.header,
    concat: concat && { ref: concat.ref, total: concat.total, seq: concat.part, bits: concat.bits },
    text: pdu.text,
    data: pdu.data
  }
  if (pdu.type === 'deliver') {
    return { ...common, from: pdu.from, scts: stamp(pdu.sentAt), more_messages: pdu.hasMoreMessages }
  }
  return {
    ...common,
    to: pdu.to,
    mr: pdu.mr,
    srr: pdu.wantsReport,
    rd: pdu.rejectsDuplicates,
    vp_relative: pdu.validityOctet,
    vp_absolute: stamp(pdu.validUntil)
  }
}

function plainSubmit(text: string): string {
  const [part] = splitIntoParts(text, 0)
  if (part === undefined) throw new Error('A text has at least one part.')
  return encodeSubmit({ to: '+4740000001', part, validityMinutes: null, wantsReport: false }).hex
}

describe('the golden PDUs', () => {
  it.each(golden.cases)('decodes $id in every field', ({ pdu, expect: expected }) => {
    expect(goldenFields(decodePdu(pdu))).toMatchObject(expected)
  })

  it.each(golden.cases)('knows the length of $id', ({ pdu, tpdu_length: length }) => {
    expect(pdu.length / 2 - 1 - Number.parseInt(pdu.slice(0, 2), 16)).toBe(length)
  })

  const ours = golden.cases.flatMap(({ id, pdu, tpdu_length: length }) => {
    const decoded = decodePdu(pdu)
    const isOurs =
      decoded.type === 'submit' &&
      decoded.smsc === null &&
      decoded.text !== null &&
      (decoded.coding === 0 || decoded.coding === 8) &&
      (decoded.header === null || decoded.concat !== null) &&
      decoded.validUntil === null &&
      pdu.endsWith(decoded.data ?? '') &&
      id !== 'x02'
    return isOurs ? [{ id, pdu, length, decoded }] : []
  })

  it.each(ours)('encodes $id octet by octet', ({ pdu, length, decoded }) => {
    const encoded = encodeSubmit({
      to: decoded.to,
      part: {
        text: decoded.text ?? '',
        encoding: decoded.coding === 8 ? 'ucs2' : 'gsm7',
        concat: decoded.concat
      },
      validityMinutes: decoded.validityMinutes,
      wantsReport: decoded.wantsReport
    })
    expect(encoded).toEqual({ hex: pdu, length })
  })

  it('has enough cases that we could have written ourselves', () => {
    expect(ours.length).toBeGreaterThanOrEqual(14)
  })
})

const gsmText = fc
  .array(fc.constantFrom(...defaultAlphabet.replace('\u001b', ''), ...extensionAlphabet.values()), {
    maxLength: 700
  })
  .map((characters) => characters.join(''))
const anyText = fc.string({ unit: 'grapheme', maxLength: 400 })

describe('texts in and out', () => {
  it('survive the round trip through parts and PDUs', () => {
    fc.assert(
      fc.property(fc.oneof(gsmText, anyText), fc.constantFrom<8 | 16>(8, 16), (text, bits) => {
        const parts = splitIntoParts(text, 77, bits).map((part) => {
          const { hex, length } = encodeSubmit({
            to: '+4740000001',
            part,
            validityMinutes: 60,
            wantsReport: true
          })
          expect(hex.length / 2 - 1).toBe(length)
          const decoded = decodePdu(hex)
          if (decoded.type !== 'submit') throw new Error('A SUBMIT was decoded as something else.')
          expect(decoded.validityMinutes).toBe(60)
          return { from: decoded.to, text: decoded.text ?? '', concat: decoded.concat }
        })
        const keys = new Set(parts.map(concatKey))
        expect(keys.size).toBe(1)
        expect(joinParts(parts.reverse())).toEqual({ text, isComplete: true, missing: [] })
      })
    )
  })

  it('never split a surrogate pair or an escape pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('😀', 'a', 'ж'), maxLength: 300 }), (text) => {
        for (const segment of segmentText(text).segments) {
          expect(segment).not.toMatch(/[\uD800-\uDBFF]$/)
          expect(segment).not.toMatch(/^[\uDC00-\uDFFF]/)
        }
      })
    )
  })

  it('pack and unpack septets at every fill', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(127), { maxLength: 160 }), fc.nat(6), (septets, fill) => {
        expect(unpackSeptets(packSeptets(septets, fill), septets.length, fill)).toEqual(septets)
      })
    )
  })

  it('decode any hexadecimal or refuse it, without another failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        try {
          decodePdu(Buffer.from(octets).toString('hex'))
        } catch (error) {
          expect(error).toMatchObject({ name: 'PduError' })
        }
      }),
      { numRuns: 500 }
    )
  })
})

describe('segments', () => {
  it.each([
    ['a'.repeat(160), 'gsm7', 1, 160, 160],
    ['a'.repeat(161), 'gsm7', 2, 161, 153],
    ['a'.repeat(306), 'gsm7', 2, 306, 153],
    ['a'.repeat(307), 'gsm7', 3, 307, 153],
    ['€'.repeat(80), 'gsm7', 1, 160, 160],
    ['€'.repeat(81), 'gsm7', 2, 162, 153],
    [`${'a'.repeat(152)}€${'b'.repeat(20)}`, 'gsm7', 2, 174, 153],
    ['ж'.repeat(70), 'ucs2', 1, 70, 70],
    ['ж'.repeat(71), 'ucs2', 2, 71, 67],
    ['😀'.repeat(35), 'ucs2', 1, 70, 70],
    ['😀'.repeat(36), 'ucs2', 2, 72, 67],
    ['', 'gsm7', 1, 0, 160]
  ])('counts %j', (text, encoding, count, unitsUsed, unitsPerSegment) => {
    const segmented = segmentText(text)
    expect({ ...segmented, segments: segmented.segments.length }).toMatchObject({
      encoding,
      segments: count,
      unitsUsed,
      unitsPerSegment
    })
    expect(segmented.segments.join('')).toBe(text)
  })

  it('name each character that forces UCS-2 once', () => {
    expect(segmentText('Hei “du” – og “jeg”').ucs2Characters).toEqual(['“', '”', '–'])
    expect(segmentText('Påminnelse: æøåÆØÅ § €').ucs2Characters).toEqual([])
  })

  it('start an escaped character in the next part rather than split it', () => {
    expect(segmentText(`${'a'.repeat(152)}€${'b'.repeat(20)}`).segments[1]).toBe(`€${'b'.repeat(20)}`)
  })

  it('refuse a reference that does not fit and a text of more than 255 parts', () => {
    expect(() => splitIntoParts('hei', 256)).toThrow(RangeError)
    expect(() => splitIntoParts('a'.repeat(153 * 255 + 1), 1)).toThrow(RangeError)
  })
})

describe('joining', () => {
  const part = (number: number, text: string) => ({
    from: '+4740000001',
    text,
    concat: { ref: 9, total: 3, part: number, bits: 8 as const }
  })

  it('shows what has come of a message with a part missing and one repeated', () => {
    expect(joinParts([part(3, 'tre'), part(1, 'en'), part(3, 'igjen')])).toEqual({
      text: 'en [...] tre',
      isComplete: false,
      missing: [2]
    })
  })
})

describe('validity', () => {
  it('never says a longer time than asked, from five minutes on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 63 * 7 * 24 * 60 }), (minutes) => {
        const octet = relativeValidity(minutes)
        expect(octet).toBeLessThanOrEqual(255)
        expect(minutesOfRelativeValidity(octet)).toBeLessThanOrEqual(minutes)
      })
    )
  })

  it('takes every octet to its minutes and back', () => {
    for (let octet = 0; octet <= 255; octet += 1) {
      expect(relativeValidity(minutesOfRelativeValidity(octet))).toBe(octet)
    }
  })
})

describe('what the network writes', () => {
  it('reads an impossible time stamp as none', () => {
    const decoded = decodePdu('00040A9154022143650000000000000000000178')
    expect(decoded).toMatchObject({ type: 'deliver', sentAt: null, text: 'x' })
  })

  it('ignores a concatenation whose part lies outside its total', () => {
    const hex = plainSubmit('x').replace(/^0001/, '0041').replace(/0178$/, '090500030103047800')
    const decoded = decodePdu(hex)
    expect(decoded.type === 'submit' && decoded.concat).toBeNull()
  })
})
