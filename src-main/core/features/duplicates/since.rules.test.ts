import { expect, it } from 'vitest'
import type { Side } from '../../../../src-preload/contract/duplicates'
import { keyOf, questionsOf, settle, type SinceRow } from './since.rules'

const row = (
  kind: SinceRow['kind'],
  table: string,
  id: number,
  changes: Partial<SinceRow> = {}
): SinceRow => ({
  kind,
  table,
  column: 'patient_id',
  id,
  at: null,
  text: '',
  code: null,
  isCurrent: true,
  parents: [],
  certain: null,
  suggested: 'survivor',
  ...changes
})

const appointment = row('appointment', 'appointment', 9)
const reminder = row('message', 'message', 5, { parents: [keyOf('appointment', 9)] })
const notice = row('message', 'message', 6, { parents: [keyOf('appointment', 3)] })
const older = row('message', 'message', 7, { parents: [keyOf('appointment', 2)] })
const confirmed = row('contact', 'patient_contact', 4, { certain: 'loser' })
const rows = [reminder, appointment, notice, older, confirmed]
const moved = new Set([keyOf('appointment', 3)])

const sides = (chosen: [string, Side][] = []) => settle(rows, moved, new Map(chosen)).map(({ side }) => side)

it('sends along what was made for something that goes back', () => {
  expect(sides()).toEqual(['survivor', 'survivor', 'loser', 'survivor', 'loser'])
})

it('sends along what was made for something that the desk gives to the other', () => {
  expect(sides([['appointment 9', 'loser']])).toEqual(['loser', 'loser', 'loser', 'survivor', 'loser'])
})

it('asks only about what is not certain, and says how much follows', () => {
  expect(questionsOf(settle(rows, moved, new Map()))).toEqual([
    { kind: 'appointment', id: 9, at: null, text: '', code: null, suggested: 'survivor', following: 1 }
  ])
})
