import { expect, it } from 'vitest'
import { birthDateOf, shownBirth, shownCode } from './birth-digits'

it('reads day, month and year, and no day that there is not', () => {
  expect(birthDateOf('17051987')).toBe('1987-05-17')
  expect(birthDateOf('29022024')).toBe('2024-02-29')
  expect(['29022023', '31041987', '00011987', '01130198', '1705198', ''].map(birthDateOf)).toEqual(
    Array.from({ length: 6 }, () => null)
  )
})

it('shows what has been typed and what is missing', () => {
  expect([shownBirth(''), shownBirth('1705'), shownBirth('17051987')]).toEqual([
    '__.__.____',
    '17.05.____',
    '17.05.1987'
  ])
  expect([shownCode('48'), shownCode('48213')]).toEqual(['4 8 _ _ _', '4 8 2 1 3'])
})
