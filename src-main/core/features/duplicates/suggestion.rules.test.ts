import { expect, it } from 'vitest'
import { NOTHING } from './contents.queries'
import { betterRecord, type WeighedRecord } from './suggestion.rules'

const record = (changes: Partial<WeighedRecord>): WeighedRecord => ({
  createdAt: '2026-01-01T00:00:00Z',
  numberType: null,
  contents: NOTHING,
  ...changes
})

it.each([
  ['the surer number', { numberType: 'd-number' }, { numberType: 'fodselsnummer' }],
  ['more in it', {}, { contents: { ...NOTHING, appointments: 1 } }],
  ['the older record', { createdAt: '2026-02-01T00:00:00Z' }, {}]
] as const)('prefers %s', (_what, worse, better) => {
  expect(betterRecord(record(worse), record(better))).toBe('other')
  expect(betterRecord(record(better), record(worse))).toBe('one')
})
