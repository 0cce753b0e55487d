import { expect, it } from 'vitest'
import { csvLine } from './csv'

it.each([
  [['Lie', 'Kari'], 'Lie;Kari'],
  [['Lie; Moen', 'a "b"', 'c\nd'], '"Lie; Moen";"a ""b""";"c\nd"'],
  [['=HYPERLINK("x")', '+4741234567', '-1', '@a', '\tb'], `"'=HYPERLINK(""x"")";'+4741234567;'-1;'@a;'\tb`]
])('writes %j as a spreadsheet opens it and runs nothing', (cells, line) => {
  expect(csvLine(cells, ';')).toBe(`${line}\r\n`)
})
