import { expect, it } from 'vitest'
import { minuteText, readMinute } from './minute-text'

it.each([
  ['8', 480],
  ['08.30', 510],
  ['8:30', 510],
  ['0830', 510],
  ['24.00', 1440],
  ['24.01', null],
  ['8.60', null],
  ['', null],
  ['åtte', null]
])('reads «%s» as %s minutes', (text, minute) => {
  expect(readMinute(text)).toBe(minute)
})

it('writes what it reads', () => {
  expect([0, 510, 1440].map((minute) => minuteText(minute))).toEqual(['00.00', '08.30', '24.00'])
  expect(minuteText(510, ':')).toBe('08:30')
})
