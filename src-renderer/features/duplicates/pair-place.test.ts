import { expect, it } from 'vitest'
import type { PatientId } from '../../../src-preload/contract/ids'
import { mergesIn, mergesPlace, pairIn, pairPlace } from './pair-place'

const [one, other] = [7 as PatientId, 12 as PatientId]

it('finds the pair and the record that an address names', () => {
  expect(pairIn(pairPlace({ oneId: one, otherId: other }).query)).toEqual({ oneId: one, otherId: other })
  expect(mergesIn(mergesPlace(one).query)).toBe(one)
})

it('finds nothing where an address names nobody, or one twice', () => {
  expect(pairIn({})).toBeNull()
  expect(pairIn({ one: '7', other: '7' })).toBeNull()
  expect(pairIn({ one: '7', other: 'x' })).toBeNull()
  expect(mergesIn({ merged: '-1' })).toBeNull()
})
