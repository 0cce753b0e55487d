import { describe, expect, it } from 'vitest'
import { assertPeriod, chunksOf, datesOf, stretchesOf } from './period.rules'

describe('the stretches of a period', () => {
  it('are its days while there are few', () => {
    expect(stretchesOf({ from: '2028-02-28', until: '2028-03-01' })).toEqual([
      { from: '2028-02-28', until: '2028-02-28' },
      { from: '2028-02-29', until: '2028-02-29' },
      { from: '2028-03-01', until: '2028-03-01' }
    ])
  })

  it('are weeks that begin on Monday, the first and the last cut short', () => {
    const weeks = stretchesOf({ from: '2026-10-01', until: '2026-11-30' })
    expect(weeks[0]).toEqual({ from: '2026-10-01', until: '2026-10-04' })
    expect(weeks[1]).toEqual({ from: '2026-10-05', until: '2026-10-11' })
    expect(weeks.at(-1)).toEqual({ from: '2026-11-30', until: '2026-11-30' })
  })

  it('are months in a year', () => {
    const months = stretchesOf({ from: '2027-12-15', until: '2028-12-14' })
    expect(months).toHaveLength(13)
    expect(months[2]).toEqual({ from: '2028-02-01', until: '2028-02-29' })
  })
})

it('reads every day of a period once', () => {
  const period = { from: '2026-01-01', until: '2027-12-31' }
  expect(chunksOf(period).flatMap(datesOf)).toEqual(datesOf(period))
})

it('refuses a period that ends before it begins, or that is longer than two years', () => {
  expect(() => assertPeriod({ from: '2026-12-03', until: '2026-12-02' })).toThrow('period-wrong')
  expect(() => assertPeriod({ from: '2026-01-01', until: '2028-01-03' })).toThrow('period-wrong')
  expect(() => assertPeriod({ from: '2026-12-03', until: '2026-12-03' })).not.toThrow()
})
