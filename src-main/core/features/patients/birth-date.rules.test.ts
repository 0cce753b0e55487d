import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { parseBirthDate, readBirthDates } from './birth-date.rules'

const TODAY = Temporal.PlainDate.from('2026-11-20')

function read(text: string) {
  const reading = parseBirthDate(text, TODAY)
  return reading.ok ? reading.date.toString() : reading.code
}

describe('birth dates as typed', () => {
  it.each([
    '07.04.1990',
    '7.4.90',
    '7.4.1990',
    '1990-04-07',
    '1990.04.07',
    '07/04/1990',
    '7-4-1990',
    '07 04 1990',
    '07041990',
    '070490',
    '19900407',
    ' 07.04.1990 00:00 ',
    '1990-04-07T00:00:00.000Z'
  ])('reads "%s"', (text) => {
    expect(read(text)).toBe('1990-04-07')
  })

  it.each([
    ['20.11.26', '2026-11-20'],
    ['21.11.26', '1926-11-21'],
    ['01.01.00', '2000-01-01'],
    ['29.02.00', '2000-02-29'],
    ['31.12.99', '1999-12-31']
  ])('takes the year of "%s" as the newest that is not in the future: %s', (text, date) => {
    expect(read(text)).toBe(date)
  })

  it('offers the century before as the second reading', () => {
    expect(readBirthDates('010120', TODAY).map(String)).toEqual(['2020-01-01', '1920-01-01'])
  })

  it.each([
    '31.02.1980',
    '00.01.1980',
    '01.13.1980',
    '21.11.2026',
    '01.01.1850',
    '1990',
    'i går',
    '7.4',
    '7.4.990'
  ])('refuses "%s"', (text) => {
    expect(read(text)).toBe('birth-date')
  })

  it('tells a missing date from a wrong one', () => {
    expect(read('  ')).toBe('birth-date-missing')
  })

  it('reads every written form of every day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000 }), (daysAgo) => {
        const date = TODAY.subtract({ days: daysAgo })
        const [year, month, day] = date.toString().split('-')
        return [`${day}.${month}.${year}`, `${day}${month}${year}`, date.toString()].every(
          (text) => read(text) === date.toString()
        )
      })
    )
  })
})
