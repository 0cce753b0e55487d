import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTelephone, mobilePrefix, parseMobile, parseTelephone } from './telephone'

function mobile(text: string, country: 'NO' | 'DK' | 'NL' = 'NO') {
  const reading = parseMobile(text, country)
  return reading.ok ? reading.e164 : reading.code
}

describe('a Norwegian mobile', () => {
  it.each([
    '41234567',
    '412 34 567',
    '+47 41 23 45 67',
    '0047 41234567',
    '4741234567',
    '\u202a412\u00a034567'
  ])('reads "%s"', (text) => {
    expect(mobile(text)).toBe('+4741234567')
  })

  it('takes every range Nkom has given to mobiles, those libphonenumber refuses too', () => {
    fc.assert(
      fc.property(fc.constantFrom('4', '9'), fc.nat(9_999_999), (first, rest) => {
        const national = `${first}${String(rest).padStart(7, '0')}`
        return mobile(national) === `+47${national}`
      })
    )
  })

  it('does not take eight digits that begin with 47 for a country code', () => {
    expect(mobile('47123456')).toBe('+4747123456')
  })

  it.each([
    ['', 'mobile-missing'],
    ['904255', 'mobile-length'],
    ['412345678', 'mobile-length'],
    ['22426856', 'mobile-not-mobile'],
    ['59531174', 'mobile-not-mobile'],
    ['580012345678', 'mobile-not-mobile'],
    ['4123456o', 'mobile-characters'],
    ['spør moren', 'mobile-characters'],
    ['+999 1234', 'mobile-length'],
    ['+', 'mobile-characters']
  ])('refuses "%s" as %s', (text, code) => {
    expect(mobile(text)).toBe(code)
  })
})

describe('mobiles abroad', () => {
  it.each([
    ['20 12 34 56', 'DK', '+4520123456'],
    ['+45 20123456', 'NO', '+4520123456'],
    ['06 12345678', 'NL', '+31612345678'],
    ['+31 (0)6 12345678', 'NL', '+31612345678'],
    ['31612345678', 'NL', '+31612345678'],
    ['0682345678', 'NL', '+31682345678'],
    ['0662345678', 'NL', 'mobile-not-mobile'],
    ['0970 12345678', 'NL', 'mobile-not-mobile'],
    ['0201234567', 'NL', 'mobile-not-mobile'],
    ['2012345', 'DK', 'mobile-length'],
    ['+47 43080516', 'DK', '+4743080516'],
    ['0046 70 123 45 67', 'NO', '+46701234567'],
    ['+46 8 123 456 78', 'NO', 'mobile-not-mobile']
  ] as const)('reads "%s" in %s as %s', (text, country, result) => {
    expect(mobile(text, country)).toBe(result)
  })
})

describe('telephones', () => {
  it.each([
    ['22 42 68 56', '+4722426856'],
    ['02800', '+4702800'],
    ['412 34 567', '+4741234567'],
    ['12345678', 'telephone-unknown'],
    ['2242685', 'telephone-length'],
    ['', 'telephone-missing'],
    ['ring oss', 'telephone-characters']
  ])('reads "%s" as %s', (text, result) => {
    const reading = parseTelephone(text, 'NO')
    expect(reading.ok ? reading.e164 : reading.code).toBe(result)
  })

  it.each([
    ['+4741234567', 'NO', '412 34 567'],
    ['+4722426856', 'NO', '22 42 68 56'],
    ['+4780012345', 'NO', '800 12 345'],
    ['+4702800', 'NO', '02800'],
    ['+4741234567', 'DK', '+47 412 34 567'],
    ['+4520123456', 'DK', '20 12 34 56'],
    ['+31612345678', 'NL', '06 12345678'],
    ['+46701234567', 'NO', '+46 70 123 45 67']
  ] as const)('shows %s in %s as %s', (e164, country, shown) => {
    expect(formatTelephone(e164, country)).toBe(shown)
  })

  it.each([
    ['412 3', 'NO', '+474123'],
    ['+47 412', 'NO', '+47412'],
    ['0047412', 'NO', '+47412'],
    ['061', 'NL', '+3161'],
    ['kari', 'NO', null]
  ] as const)('begins "%s" in %s with %s', (text, country, prefix) => {
    expect(mobilePrefix(text, country)).toBe(prefix)
  })
})
