import type { PlaceNote } from '@contract/place-notes'
import { expect, it } from 'vitest'
import { problemsOf } from './place-problems.rules'

const notes: PlaceNote[] = [
  { code: 'taken' },
  { code: 'holiday', name: 'Første juledag' },
  { code: 'absence', reason: 'course' },
  { code: 'buffer', minutes: 10 },
  { code: 'resource-taken', resource: 'Ultralyd', date: '2026-12-03', until: '10:20' }
]

it('says what speaks against a place, by its name where it has one', () => {
  expect(problemsOf(notes, false)).toEqual([
    { kind: 'holiday', text: 'Første juledag' },
    { kind: 'absence', text: null },
    { kind: 'buffer', text: null },
    { kind: 'resource-taken', text: 'Ultralyd' }
  ])
})

it('says nothing of neighbours where several move at once', () => {
  expect(problemsOf(notes, true).map(({ kind }) => kind)).toEqual(['holiday', 'absence'])
})
