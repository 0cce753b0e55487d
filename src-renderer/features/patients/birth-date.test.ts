import { describe, expect, it } from 'vitest'
import { birthDateText, readBirthDate } from './birth-date'

const today = '2026-12-03'

describe('a birth date as it is typed', () => {
  it.each([
    '17.05.1987',
    '17.5.87',
    '17/5 1987',
    '17/5-87',
    '170587',
    '17051987',
    '17 05 87',
    '1987-05-17',
    '1987.5.17',
    '17. mai 1987',
    '17 maj 87',
    '17 mei 1987',
    '17 May 1987',
    '  17.05.1987 '
  ])('reads %s', (text) => {
    expect(readBirthDate(text, today)).toEqual({ state: 'date', date: '1987-05-17' })
  })

  it('takes a year of two digits as the latest one that is not ahead', () => {
    expect(readBirthDate('031226', today)).toEqual({ state: 'date', date: '2026-12-03' })
    expect(readBirthDate('041226', today)).toEqual({ state: 'date', date: '1926-12-04' })
    expect(readBirthDate('010100', today)).toEqual({ state: 'date', date: '2000-01-01' })
  })

  it.each(['31.02.1987', '29.02.2023', '00.05.1987', '17.13.1987', '320187', '17.05.1787'])(
    'says that %s is no date',
    (text) => {
      expect(readBirthDate(text, today)).toEqual({ state: 'impossible' })
    }
  )

  it('says that a full year ahead is ahead', () => {
    expect(readBirthDate('04.12.2026', today)).toEqual({ state: 'future' })
  })

  it.each(['1', '17.', '17.05', '17.05.1', '17.05.198', '17. m', '17. mangler 87', 'i går'])(
    'waits for more after %s',
    (text) => {
      expect(readBirthDate(text, today)).toEqual({ state: 'partial' })
    }
  )

  it('tells an empty field from a wrong one', () => {
    expect(readBirthDate('  ', today)).toEqual({ state: 'empty' })
  })

  it('shows a date the way it is spoken at the desk', () => {
    expect(birthDateText('1987-05-07')).toBe('07.05.1987')
    expect(birthDateText(null)).toBe('')
  })
})
