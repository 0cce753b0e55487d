import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { decodePdu } from '../../src-main/core/modem/pdu/decode'
import { encodeSubmit } from '../../src-main/core/modem/pdu/encode-submit'
import { defaultAlphabet, extensionAlphabet } from '../../src-main/core/modem/pdu/gsm-alphabet'
import { splitIntoParts } from '../../src-main/core/modem/pdu/segments'
import { encodeDeliver } from '../../src-main/core/modem/simulated/network-pdus'

/** Debian's python3-gammu, which `npm test` installs where it may: another program's idea of what a PDU says. */
const debianPython = '/usr/bin/python3'
const isThere = existsSync('/usr/lib/python3/dist-packages/gammu')

/** It knows no national shift tables, and no letters outside ASCII in a sender's name. */
const unknownToGammu = ['s51-turkish-locking', 's53-portuguese-locking-single', 'd10-alnum-danish']

interface Reading {
  readonly number: string
  /** Null for a message that is not text. */
  readonly text: string | null
  readonly concat: { readonly ref: number; readonly total: number; readonly part: number } | null
}

function readByGammu(pdus: readonly string[]): Reading[] {
  const program = fileURLToPath(new URL('./gammu-codec.py', import.meta.url))
  const { stdout, stderr, status } = spawnSync(debianPython, [program], {
    input: pdus.join('\n'),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024
  })
  if (status !== 0) throw new Error(stderr)
  const readings: Reading[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  return readings.map((reading) => ({ ...reading, text: withoutTail(reading) }))
}

/** Gammu 1.42 counts escapes as characters and adds as many NULs, which no text has. */
function withoutTail({ text }: Reading): string | null {
  return text?.split('\0')[0] ?? null
}

function readByUs(pdu: string): Reading {
  const decoded = decodePdu(pdu)
  if (decoded.type === 'status-report') throw new Error('A report holds no text.')
  const { concat, text } = decoded
  return {
    number: decoded.type === 'submit' ? decoded.to : decoded.from,
    text,
    concat: concat && { ref: concat.ref, total: concat.total, part: concat.part }
  }
}

const gsmText = fc
  .array(fc.constantFrom(...defaultAlphabet.replace('\u001b', ''), ...extensionAlphabet.values()), {
    minLength: 1,
    maxLength: 500,
    size: 'max'
  })
  .map((characters) => characters.join(''))
const wideText = fc.string({
  unit: fc.constantFrom('ж', 'é', 'a', '–', 'æ', '中', 'ک', ' '),
  minLength: 1,
  maxLength: 300,
  size: 'max'
})
const number = fc.constantFrom('+4740000001', '+46700000002', '+358400000003', '1220', '26112')

describe.skipIf(!isThere)('our codec beside gammu (left out where python3-gammu is not installed)', () => {
  it('writes what gammu reads: numbers, texts and parts', () => {
    const message = fc.tuple(
      fc.oneof(gsmText, wideText),
      number,
      fc.constantFrom<8 | 16>(8, 16),
      fc.nat(255),
      fc.option(fc.integer({ min: 5, max: 60 * 24 * 7 }))
    )
    const expected: Reading[] = []
    const pdus = fc.sample(message, { numRuns: 400, seed: 3 }).flatMap(([text, to, bits, ref, minutes]) =>
      splitIntoParts(text, ref, bits).map((part) => {
        const { concat } = part
        expected.push({
          number: to,
          text: part.text,
          concat: concat && { ref, total: concat.total, part: concat.part }
        })
        return encodeSubmit({ to, part, validityMinutes: minutes, wantsReport: true }).hex
      })
    )
    expect(pdus.length).toBeGreaterThan(700)
    expect(readByGammu(pdus)).toEqual(expected)
    expect(pdus.map(readByUs)).toEqual(expected)
  })

  it('reads what the network brings as gammu does', () => {
    const at = Temporal.Instant.from('2026-11-22T09:00:00Z')
    const texts = fc.sample(fc.tuple(fc.oneof(gsmText, wideText), number), { numRuns: 200, seed: 5 })
    const pdus = texts.flatMap(([text, from]) =>
      splitIntoParts(text, 9).map((part) => encodeDeliver(from, part, at).hex)
    )
    expect(pdus.map(readByUs)).toEqual(readByGammu(pdus))
  })

  it('agrees on the golden messages', () => {
    const golden: { cases: { id: string; direction: string; pdu: string }[] } = JSON.parse(
      readFileSync(new URL('../data/pdu-golden.json', import.meta.url), 'utf8')
    )
    const cases = golden.cases.filter(({ direction }) => direction !== 'report')
    const theirs = readByGammu(cases.map(({ pdu }) => pdu))
    const different = cases.filter(
      ({ pdu }, index) => JSON.stringify(readByUs(pdu)) !== JSON.stringify(theirs[index])
    )
    expect(different.map(({ id }) => id)).toEqual(unknownToGammu)
  })
})
