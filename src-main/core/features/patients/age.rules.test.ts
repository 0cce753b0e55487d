import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { ageOn, bornUntil, isFromBeforeMajority, isMinor, majorityDate } from './age.rules'

const date = (text: string) => Temporal.PlainDate.from(text)

describe('health majority', () => {
  it('comes on the birthday itself', () => {
    const day = { today: date('2026-12-03'), country: 'NO' } as const
    expect(majorityDate('2010-12-03', 'NO')).toBe('2026-12-03')
    expect([isMinor('2010-12-03', day), isMinor('2010-12-04', day)]).toEqual([false, true])
    expect(isMinor(null, day)).toBe(false)
  })

  it('comes at 16 in Norway and the Netherlands, and at 15 in Denmark', () => {
    const days = (['NO', 'DK', 'NL'] as const).map((country) => majorityDate('2010-12-03', country))
    expect(days).toEqual(['2026-12-03', '2025-12-03', '2026-12-03'])
  })

  it('comes on 28 February for a leap day in a year without one', () => {
    expect(majorityDate('2008-02-29', 'NO')).toBe('2024-02-29')
    expect(majorityDate('2084-02-29', 'NO')).toBe('2100-02-28')
    expect(majorityDate('2008-02-29', 'DK')).toBe('2023-02-28')
  })

  it('makes what was said before it the word of the parents', () => {
    const day = { today: date('2026-12-03'), country: 'NO' } as const
    expect(isFromBeforeMajority(date('2026-12-02'), '2010-12-03', day)).toBe(true)
    expect(isFromBeforeMajority(date('2026-12-03'), '2010-12-03', day)).toBe(false)
    expect(isFromBeforeMajority(date('2026-12-02'), '2010-12-04', day)).toBe(false)
  })
})

describe('the latest birth date of those who have reached it', () => {
  it.each(['NO', 'DK', 'NL'] as const)('agrees with each birthday of six years in %s', (country) => {
    const mistakes: string[] = []
    for (let today = date('2023-02-20'); today.year < 2029; today = today.add({ days: 1 })) {
      const latest = date(bornUntil(today, country))
      const day = { today, country }
      if (isMinor(latest.toString(), day) || !isMinor(latest.add({ days: 1 }).toString(), day))
        mistakes.push(today.toString())
    }
    expect(mistakes).toEqual([])
  })
})

it('counts whole years', () => {
  expect(ageOn('2010-12-04', date('2026-12-03'))).toBe(15)
  expect(ageOn(null, date('2026-12-03'))).toBeNull()
})

it('counts years as the calendar does, leap days included', () => {
  const between = (from: string, to: string) =>
    fc.integer({ min: 0, max: date(from).until(date(to)).days }).map((days) => date(from).add({ days }))
  const leapDay = fc.constantFrom(1996, 2000, 2024).map((year) => date(`${year}-02-29`))
  fc.assert(
    fc.property(
      fc.oneof(between('1900-01-01', '2026-12-31'), leapDay),
      fc.oneof(between('2026-12-31', '2040-12-31'), fc.constantFrom('2027-02-28', '2028-02-29').map(date)),
      (born, today) => {
        expect(ageOn(born.toString(), today)).toBe(born.until(today, { largestUnit: 'years' }).years)
      }
    )
  )
})
