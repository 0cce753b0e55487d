import { expect, it } from 'vitest'
import { readCountry } from './country-words.rules'

it.each([
  ['de', 'DE'],
  [' SE ', 'SE'],
  ['Tyskland', 'DE'],
  ['Duitsland', 'DE'],
  ['STORBRITANNIA', 'GB'],
  ['Sveits', 'CH'],
  ['', null],
  ['Utlandet', null],
  ['QQ', null]
])('reads %j as %s', (text, code) => {
  expect(readCountry(text)).toBe(code)
})
