import { expect, it } from 'vitest'
import { passwordStrength } from './password-strength'

it.each([
  ['', 'empty'],
  ['kort', 'short'],
  ['passord1', 'weak'],
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['abcdefghijklmnop', 'weak'],
  ['riktig hest', 'good'],
  ['riktig hest batteri', 'strong']
])('finds «%s» %s', (password, strength) => {
  expect(passwordStrength(password)).toBe(strength)
})
