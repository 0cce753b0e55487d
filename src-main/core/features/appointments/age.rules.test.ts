import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { ageOn } from '../patients'
import { ageByDigits } from './age.rules'

it('counts years as the patients feature does, on 29 February too', () => {
  const epoch = Temporal.PlainDate.from('1940-01-01')
  const day = fc.integer({ min: 0, max: 40_000 }).map((days) => epoch.add({ days }))
  fc.assert(
    fc.property(fc.oneof(day, fc.constant(Temporal.PlainDate.from('2000-02-29'))), day, (birth, date) => {
      fc.pre(Temporal.PlainDate.compare(birth, date) <= 0)
      expect(ageByDigits(birth.toString(), date.toString())).toBe(ageOn(birth.toString(), date))
    }),
    { numRuns: 300 }
  )
})

it('knows no age without a birth date', () => {
  expect(ageByDigits(null, '2026-12-03')).toBeNull()
})
