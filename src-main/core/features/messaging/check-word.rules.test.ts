import { describe, expect, it } from 'vitest'
import { checkWordOf } from './check-word.rules'

describe('what a reply says of whose number it is', () => {
  it.each([
    ...['STEMMER', 'stemmer.', 'Ja, det stemmer', 'Stemmer takk!', 'Hei, dette nummeret stemmer'],
    ...['Stemmer fortsatt', 'PASSER', 'Ja passer', 'KLOPT', 'Klopt, bedankt', 'CORRECT', 'Yes, correct']
  ])('%s: it is theirs', (text) => {
    expect(checkWordOf(text)).toBe('right')
  })

  it.each([
    ...['FEIL', 'feil nummer', 'Nei, feil', 'Stemmer ikke', 'Nei det stemmer ikke', 'Ikke mitt nummer'],
    ...['Feil person', 'FORKERT', 'Passer ikke', 'FOUT', 'Klopt niet', 'niet mijn nummer', 'WRONG'],
    ...['Not my number', "That's not my number", 'Feil nummer, hilsen']
  ])('%s: it is not', (text) => {
    expect(checkWordOf(text)).toBe('wrong')
  })

  it.each([
    ['JA', 'yes'],
    ['ja takk', 'yes'],
    ['👍', 'yes'],
    ['NEI', 'no'],
    ['Nee bedankt', 'no']
  ])('%s may be meant for something else', (text, meant) => {
    expect(checkWordOf(text)).toBe(meant)
  })

  it.each([
    ...['', 'Ikke feil', 'Feil, stemmer', 'Nei, stemmer', 'Stemmer, men jeg flytter snart', 'Ja, feil'],
    ...['Feil, mitt er 41234567', 'AVBUD', 'Stemmer timen min torsdag?', 'JA 2', 'nummeret']
  ])('%s is for the desk', (text) => {
    expect(checkWordOf(text)).toBeNull()
  })
})
