import { expect, it } from 'vitest'
import { asMergeChoices, isChoice } from './merge-choices'

it('says whose value is kept by who survives', () => {
  const chosen = { familyName: 'one', mobile: 'other', note: 'both' } as const
  expect(asMergeChoices(chosen, 'one')).toEqual({ familyName: 'survivor', mobile: 'loser', note: 'both' })
  expect(asMergeChoices(chosen, 'other')).toEqual({ familyName: 'loser', mobile: 'survivor', note: 'both' })
})

it('asks only where two values differ and nobody decides for the desk', () => {
  const field = { field: 'sex', one: 'female', other: 'male' } as const
  expect(isChoice({ ...field, isDifferent: true, suggested: 'one' })).toBe(true)
  expect(isChoice({ ...field, isDifferent: false, suggested: 'one' })).toBe(false)
  expect(isChoice({ ...field, isDifferent: true, suggested: null })).toBe(false)
})
