import { expect, it } from 'vitest'
import { csvOf } from './csv'

it('writes rows as a spreadsheet opens them', () => {
  expect(
    csvOf([
      ['Navn', 'Beløp'],
      ['Sørlie, Ingrid', 200]
    ])
  ).toBe('\uFEFFNavn;Beløp\r\nSørlie, Ingrid;200\r\n')
})

it('keeps separators, quotes and line breaks inside their cell', () => {
  expect(csvOf([['a;b', 'sa "nei"', 'to\nlinjer']])).toBe('\uFEFF"a;b";"sa ""nei""";"to\nlinjer"\r\n')
})

it('lets no text become a formula', () => {
  expect(csvOf([['=1+1', '@sum', '-2', 'x=1']])).toBe("\uFEFF'=1+1;'@sum;'-2;x=1\r\n")
})
