import { describe, expect, it } from 'vitest'
import { typedDate, typedTime } from './typed-moment'

describe('a typed time', () => {
  it('is read in the forms people use', () => {
    expect(['9', '09', '920', '0920', '9.20', '09:20', ' 9 20 '].map(typedTime)).toEqual([
      '09:00',
      '09:00',
      '09:20',
      '09:20',
      '09:20',
      '09:20',
      '09:20'
    ])
  })

  it('is none when there is no such time', () => {
    expect(['24', '9.60', '9.2', 'x', ''].map(typedTime)).toEqual([null, null, null, null, null])
  })
})

describe('a typed date', () => {
  const today = '2026-12-03'

  it('is read in the forms people use', () => {
    const forms = [
      '17.12',
      '17.12.',
      '17/12',
      '1712',
      '171226',
      '17122026',
      '17.12.26',
      '17-12-2026',
      '2026-12-17'
    ]
    expect([...new Set(forms.map((text) => typedDate(text, today)))]).toEqual(['2026-12-17'])
  })

  it('is the next such day when no year was typed', () => {
    expect(typedDate('3.12', today)).toBe('2026-12-03')
    expect(typedDate('2.12', today)).toBe('2027-12-02')
  })

  it('is none when there is no such day', () => {
    expect(['31.11', '30.2.27', '32.1', 'i morgen', ''].map((text) => typedDate(text, today))).toEqual([
      null,
      null,
      null,
      null,
      null
    ])
  })
})
