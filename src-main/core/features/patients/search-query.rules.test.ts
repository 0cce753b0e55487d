import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { parseSearch, type SearchReading, type SearchRules } from './search-query.rules'

const NORWAY: SearchRules = { country: 'NO', on: Temporal.PlainDate.from('2026-11-20') }

/** Readings as short text: `kind value +tokens`. */
function readings(text: string, rules: SearchRules = NORWAY) {
  return parseSearch(text, rules).map((reading) =>
    [reading.kind, valueOf(reading), reading.tokens.map((token) => `+${token}`).join('')]
      .filter(Boolean)
      .join(' ')
  )
}

function valueOf(reading: SearchReading) {
  switch (reading.kind) {
    case 'name':
      return ''
    case 'birth-date':
      return reading.dates.join(',')
    case 'birth-year':
      return reading.years.join(',')
    case 'mobile':
      return reading.e164
    case 'mobile-prefix':
      return reading.prefix
    default:
      return reading.digits
  }
}

describe('what a receptionist types', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['17', []],
    ['170', []],
    ['Kari Nordmann', ['name +kari+nordmann']],
    ["O'Brien, Åse", ['name +o+brien+ase']],
    ['17.05.1987', ['birth-date 1987-05-17']],
    ['17.5.87', ['birth-date 1987-05-17']],
    ['1987-05-17', ['birth-date 1987-05-17']],
    ['17.05.10', ['birth-date 2010-05-17,1910-05-17']],
    ['170587', ['birth-date 1987-05-17', 'national-number-prefix 170587']],
    ['17051987', ['birth-date 1987-05-17', 'national-number-prefix 17051987']],
    ['17858710227', ['national-number 17858710227']],
    ['178587 10227', ['national-number 17858710227']],
    ['201012345610', ['national-number 201012345610']],
    ['1705', ['national-number-prefix 1705']],
    ['1987', ['national-number-prefix 1987', 'birth-year 1987']],
    ['41234567', ['national-number-prefix 41234567', 'mobile +4741234567']],
    ['412 34 567', ['national-number-prefix 41234567', 'mobile +4741234567']],
    ['+47 412 34 567', ['mobile +4741234567']],
    ['004741234567', ['mobile +4741234567']],
    ['+47 412', ['mobile-prefix +47412']],
    ['+47', []],
    ['9512', ['national-number-prefix 9512', 'mobile-prefix +479512']],
    ['+46 70 123 45 67', ['mobile +46701234567']],
    ['hansen 1987', ['national-number-prefix 1987 +hansen', 'birth-year 1987 +hansen']],
    ['hansen 87', ['birth-year 1987 +hansen']],
    ['hansen 1', ['name +hansen']],
    ['17.05.1987 kari', ['birth-date 1987-05-17 +kari']],
    ['kari 170587', ['birth-date 1987-05-17 +kari', 'national-number-prefix 170587 +kari']],
    ['31.02.1987', ['national-number-prefix 31021987']]
  ])('reads "%s"', (text, expected) => {
    expect(readings(text)).toEqual(expected)
  })

  it.each([
    ['570587', 'D-number'],
    ['178587', 'Tenor month'],
    ['177087', 'NHN month'],
    ['174587', 'H-number month'],
    ['578587', 'synthetic D-number']
  ])('reads %s as a date with the addition of a %s', (text) => {
    expect(readings(text)).toEqual(
      expect.arrayContaining(['birth-date 1987-05-17', `national-number-prefix ${text}`])
    )
  })

  it('reads six digits as the beginning of a mobile too', () => {
    expect(readings('410587')).toEqual([
      'birth-date 1987-05-01',
      'national-number-prefix 410587',
      'mobile-prefix +47410587'
    ])
  })

  it('follows the country', () => {
    expect(readings('251248-9996', { ...NORWAY, country: 'DK' })).toEqual(['national-number 2512489996'])
    expect(readings('20 12 34 56', { ...NORWAY, country: 'DK' })).toContain('mobile +4520123456')
    expect(readings('111222333', { ...NORWAY, country: 'NL' })).toEqual(['national-number 111222333'])
    expect(readings('06 12345678', { ...NORWAY, country: 'NL' })).toContain('mobile +31612345678')
  })

  it('understands anything without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+-./ aø\'"%*') }), (text) => {
        return parseSearch(text, NORWAY).every((reading) => reading.tokens.length <= 6)
      })
    )
  })
})
