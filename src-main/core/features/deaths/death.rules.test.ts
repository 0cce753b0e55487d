import { GuardianId } from '@contract/ids'
import type { GuardianPurpose } from '@contract/patients'
import { describe, expect, it } from 'vitest'
import { assertDeathDate, leavesChildAlone, whyNotBack } from './death.rules'

const TODAY = '2026-12-03'
const relation = (id: number, carries: boolean, ...chosenFor: GuardianPurpose[]) => ({
  id: GuardianId.parse(id),
  carries_messages: carries ? 1 : 0,
  chosenFor: new Set(chosenFor)
})
const one = GuardianId.parse(1)
const both = new Set([one, GuardianId.parse(2)])

describe('the date of a death', () => {
  it('is today at the latest and the day of birth at the earliest', () => {
    for (const on of ['2026-12-03', '2020-02-29', '1950-01-01'])
      expect(() => assertDeathDate(on, { birthDate: '1950-01-01', today: TODAY })).not.toThrow()
    expect(() => assertDeathDate('2026-12-04', { birthDate: null, today: TODAY })).toThrow('death-in-future')
    expect(() => assertDeathDate('1949-12-31', { birthDate: '1950-01-01', today: TODAY })).toThrow(
      'death-before-birth'
    )
  })
})

describe('a child whose guardian has died', () => {
  it('is left alone when that one carried the messages and nobody else does', () => {
    expect(leavesChildAlone([relation(1, true), relation(2, false)], both, one)).toBe(true)
  })
  it('is not when another carries what this one did', () => {
    expect(leavesChildAlone([relation(1, false, 'video'), relation(2, true)], both, one)).toBe(false)
    expect(leavesChildAlone([relation(1, false), relation(2, true)], both, one)).toBe(false)
  })
  it('is when the other who carries has died before', () => {
    expect(leavesChildAlone([relation(1, false, 'texts'), relation(2, true)], new Set([one]), one)).toBe(true)
  })
})

it('calls a place taken that another has, or that is offered to another', () => {
  expect(['slot-taken', 'slot-held', 'resource-taken', 'undo-outdated'].map(whyNotBack)).toEqual([
    'taken',
    'taken',
    'taken',
    'changed'
  ])
})
