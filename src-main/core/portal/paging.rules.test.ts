import type { Resource } from '@medplum/fhirtypes'
import { describe, expect, it } from 'vitest'
import { PortalFault } from './faults'
import { nextByKey } from './paging.rules'

const FIRST = '/fhir/Slot?_count=2&_sort=_lastUpdated'
const page = (...times: (number | string)[]): Resource[] =>
  times.map((time, index) => ({
    resourceType: 'Basic',
    id: String(index),
    code: {},
    meta: { lastUpdated: typeof time === 'string' ? time : `2026-11-22T10:00:0${time}.000Z` }
  }))

describe('the page after one that names no next', () => {
  it('begins where the one before has ended', () => {
    const next = nextByKey(FIRST, { resources: page(1, 2), total: 5 })
    expect(next).toBe('/fhir/Slot?_count=2&_sort=_lastUpdated&_lastUpdated=ge2026-11-22T10%3A00%3A02.000Z')
    expect(nextByKey(next ?? '', { resources: page(2, 3), total: 4 })).toContain('ge2026-11-22T10%3A00%3A03')
  })

  it('is none where all was answered, or less than was asked for', () => {
    expect(nextByKey(FIRST, { resources: page(1, 2), total: 2 })).toBeNull()
    expect(nextByKey(FIRST, { resources: page(1), total: null })).toBeNull()
    expect(nextByKey(FIRST, { resources: [], total: 7 })).toBeNull()
  })

  it('is wider where a whole page was changed in one moment, and not for ever', () => {
    let next: string | null = FIRST
    const widths: string[] = []
    const grow = () => {
      for (let asked = 0; asked < 30; asked += 1) {
        next = nextByKey(next ?? '', { resources: page(1, 1), total: 1_000_000 })
        widths.push(new URLSearchParams(next?.split('?')[1]).get('_count') ?? '')
      }
    }
    expect(grow).toThrow(PortalFault)
    expect(widths.slice(0, 3)).toEqual(['4', '8', '16'])
  })

  it('is none that could be trusted where the order is not that of changes, or no moment is named', () => {
    expect(() => nextByKey(FIRST, { resources: page(2, 1), total: 5 })).toThrow(PortalFault)
    expect(() => nextByKey(FIRST, { resources: page(1, ''), total: 5 })).toThrow(PortalFault)
  })
})
