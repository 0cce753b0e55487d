import type { Identifier } from '@contract/patients'
import { describe, expect, it } from 'vitest'
import { formerNumbers, shownNumber } from './shown-number'

const period = { periodStart: null, periodEnd: null }
const former: Identifier = { type: 'd-number', value: '57858730165', status: 'ceased', ...period }
const inUse: Identifier = { type: 'fodselsnummer', value: '17858710227', status: 'in-use', ...period }

describe('the number on the card', () => {
  it('is the one in use, in two groups', () => {
    expect(shownNumber({ identifiers: [former, inUse] })).toBe('178587 10227')
    expect(formerNumbers({ identifiers: [former, inUse] })).toEqual(['578587 30165'])
  })

  it('is left whole where it has another length', () => {
    expect(shownNumber({ identifiers: [{ ...inUse, type: 'bsn', value: '111222333' }] })).toBe('111222333')
  })

  it('is nothing when none is in use', () => {
    expect(shownNumber({ identifiers: [former] })).toBeNull()
  })
})
