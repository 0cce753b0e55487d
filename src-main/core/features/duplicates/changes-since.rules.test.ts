import { expect, it } from 'vitest'
import {
  changesAbout,
  numberAfter,
  numberBefore,
  predecessorOf,
  type NumberChange
} from './changes-since.rules'

const change = (id: number, before: number | null, after: number | null, isUndone = false): NumberChange => ({
  ...{ id, before, after, isUndone },
  valueBefore: before === null ? null : `value ${before}`,
  valueAfter: after === null ? null : `value ${after}`
})

// Number 3 was replaced by 10, which was a mistake for 11; 12 came by itself and was ended.
const CHANGES = [change(1, 3, 10), change(2, 10, 11), change(3, null, 12), change(4, 12, null)]
const isKnown = (id: number): boolean => id < 10 || id === 11 || id === 12

it('leads a number back to the one that it stands in place of, over those that are gone', () => {
  expect([11, 12].map((id) => predecessorOf(id, CHANGES, isKnown))).toEqual([3, null])
})

it('does not follow a change that was taken back, nor itself', () => {
  expect(predecessorOf(10, [change(1, 3, 10, true)], isKnown)).toBeNull()
  expect(predecessorOf(10, [change(1, 10, 10)], isKnown)).toBeNull()
})

it('gives a number its whole history', () => {
  expect(changesAbout(CHANGES, new Set([3]))).toEqual([1, 2])
  expect(changesAbout(CHANGES, new Set([11]))).toEqual([1, 2])
  expect(changesAbout(CHANGES, new Set([12]))).toEqual([3, 4])
  expect(changesAbout([change(1, 3, 12, true), ...CHANGES.slice(2)], new Set([3]))).toEqual([1])
})

it('follows a number through what became of it, and back', () => {
  expect(numberAfter('value 3', CHANGES)).toBe('value 11')
  expect(numberBefore('value 11', CHANGES)).toBe('value 3')
  expect(numberAfter('value 12', CHANGES)).toBeNull()
  expect(numberAfter('value 3', [change(1, 3, 12, true)])).toBe('value 3')
})
