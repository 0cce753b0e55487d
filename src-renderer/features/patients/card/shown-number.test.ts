import { IdentifierId } from '@contract/ids'
import type { Identifier } from '@contract/patients'
import { describe, expect, it } from 'vitest'
import { formerNumbers, shownNumbers } from './shown-number'

const id = IdentifierId.parse(1)
const period = { id, country: null, periodStart: null, periodEnd: null }
const former: Identifier = { type: 'd-number', value: '57858730165', status: 'ceased', ...period }
const inUse: Identifier = { type: 'fodselsnummer', value: '17858710227', status: 'in-use', ...period }

describe('the numbers on the card', () => {
  it('are those in use, in two groups', () => {
    const bsn: Identifier = { type: 'bsn', value: '111222333', status: 'in-use', ...period }
    expect(shownNumbers({ identifiers: [former, inUse, bsn] })).toEqual([
      { type: 'fodselsnummer', text: '178587 10227' },
      { type: 'bsn', text: '111222333' }
    ])
    expect(formerNumbers({ identifiers: [former, inUse] })).toEqual(['578587 30165'])
  })

  it('are none when none is in use', () => {
    expect(shownNumbers({ identifiers: [former] })).toEqual([])
  })
})
