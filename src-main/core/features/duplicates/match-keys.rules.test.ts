import { expect, it } from 'vitest'
import { matchKeys } from './match-keys.rules'

const KARI = { familyName: 'Christensen', givenName: 'Kari Anne', birthDate: '1987-05-04' }
const share = (changes: Partial<typeof KARI>): boolean => {
  const keys = new Set(matchKeys(KARI))
  return matchKeys({ ...KARI, ...changes }).some((key) => keys.has(key))
}

it('brings like-sounding names together whichever part of the birth date is wrong', () => {
  expect(share({ familyName: 'Kristensen', birthDate: '1987-04-05' })).toBe(true)
  expect(share({ birthDate: '1978-05-04' })).toBe(true)
  expect(share({ familyName: 'Kari', givenName: 'Christensen', birthDate: '1987-05-01' })).toBe(true)
})

it('keeps apart who has another name, or another year and another day', () => {
  expect(share({ givenName: 'Ola' })).toBe(false)
  expect(share({ birthDate: '1978-06-04' })).toBe(false)
  expect(matchKeys({ ...KARI, birthDate: null })).toEqual([])
  expect(matchKeys({ ...KARI, givenName: '' })).toEqual([])
})
