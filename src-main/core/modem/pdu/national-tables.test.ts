import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodePdu } from './decode'
import { defaultAlphabet, escapeSeptet, extensionAlphabet, textOfSeptets } from './gsm-alphabet'
import { lockingShiftTables } from './national-tables'
import { hexOfOctets } from './octets'
import { fillBitsAfter, packSeptets } from './septets'

interface Language {
  readonly id: number
  readonly name: string
  /** Eight rows of sixteen code points; `----` where the standard has none. */
  readonly locking: readonly string[] | null
  readonly single: readonly string[]
}

const { languages }: { languages: Language[] } = JSON.parse(
  readFileSync(new URL('../../../../test/data/national-shift-tables.json', import.meta.url), 'utf8')
)

/** The character at each septet, null where there is none. */
function charactersOf(rows: readonly string[]): (string | null)[] {
  return rows.flatMap((row) =>
    row
      .split(' ')
      .map((cell) => (/^[0-9A-F]{4}$/.test(cell) ? String.fromCharCode(Number.parseInt(cell, 16)) : null))
  )
}

const septets = Array.from({ length: 128 }, (_, septet) => septet)

/** The end of a received message whose header names the two tables. */
function received(text: readonly number[], tables: { locking: number; single: number }): string {
  const header = [6, 0x24, 1, tables.single, 0x25, 1, tables.locking]
  const body = packSeptets(text, fillBitsAfter(header.length))
  const octets = [text.length + Math.ceil((header.length * 8) / 7), ...header, ...body]
  return `00440A915402214365000062110190035040${hexOfOctets(Uint8Array.from(octets))}`
}

describe('the national language tables', () => {
  it('are there for every language of the standard', () => {
    expect(languages.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  })

  it.each(languages)('show $name as an independent table does, code point by code point', (language) => {
    const basic = language.locking === null ? [...defaultAlphabet] : charactersOf(language.locking)
    const single = charactersOf(language.single)
    const tables = { locking: language.id, single: language.id }
    expect([basic.length, single.length]).toEqual([128, 128])
    for (const septet of septets.filter((each) => each !== escapeSeptet)) {
      expect(textOfSeptets([septet], tables)).toBe(basic[septet] ?? ' ')
      expect(textOfSeptets([escapeSeptet, septet], tables)).toBe(
        single[septet] ?? extensionAlphabet.get(septet) ?? basic[septet] ?? ' '
      )
    }
  })

  it.each(languages)('may be mixed: $name by single shift over the default alphabet', (language) => {
    const single = charactersOf(language.single)
    for (const [septet, character] of single.entries())
      if (character !== null)
        expect(textOfSeptets([escapeSeptet, septet], { locking: 0, single: language.id })).toBe(character)
  })

  it('have 128 places each', () => {
    for (const table of lockingShiftTables.values()) expect(table).toHaveLength(128)
  })

  it('show a space for an escape after an escape, and the default alphabet for a table nobody knows', () => {
    expect(textOfSeptets([escapeSeptet, escapeSeptet, 0x41])).toBe(' A')
    expect(textOfSeptets([0x00, escapeSeptet, 0x65], { locking: 99, single: 99 })).toBe('@€')
  })

  it.each([
    ['Hindi', 6, [0x4d, 0x3d, 0x20, escapeSeptet, 0x1d], '\u0939\u092a \u0967'],
    ['Urdu', 13, [0x4e, 0x0f, 0x20, escapeSeptet, 0x1d], '\u0645\u067c \u06f1']
  ] as const)('are followed where the header of a message in %s names them', (_, id, text, shown) => {
    const decoded = decodePdu(received(text, { locking: id, single: id }))
    expect(decoded.type === 'deliver' && decoded.text).toBe(shown)
  })
})
