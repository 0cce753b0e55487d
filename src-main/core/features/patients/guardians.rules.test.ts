import type { GuardianKind, GuardianPurpose } from '@contract/patients'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { carrierOf, isGuardianOn, relationUntil } from './guardians.rules'

const day = { today: Temporal.PlainDate.from('2026-12-03'), country: 'NO' } as const
const child = { birth_date: '2011-01-10' }

function relation(changes: {
  kind?: GuardianKind
  period_start?: string
  planned_end?: string
  period_end?: string
}) {
  return {
    kind: 'parent' as const,
    period_start: '2020-01-01',
    planned_end: null,
    period_end: null,
    ...changes
  }
}

describe('how long a relation lasts', () => {
  it('is until health majority for those who stand in the parents’ place', () => {
    for (const kind of ['parent', 'foster-parent', 'child-welfare'] as const)
      expect(relationUntil(relation({ kind }), child, day)).toBe('2027-01-10')
  })

  it('is until it is ended for a guardian appointed by an authority', () => {
    expect(relationUntil(relation({ kind: 'legal-guardian' }), child, day)).toBeNull()
    const ended = relation({ kind: 'legal-guardian', period_end: '2026-11-01' })
    expect(relationUntil(ended, child, day)).toBe('2026-11-01')
  })

  it('is until a planned end that comes first, and no longer than majority', () => {
    expect(relationUntil(relation({ planned_end: '2026-12-31' }), child, day)).toBe('2026-12-31')
    expect(relationUntil(relation({ planned_end: '2030-01-01' }), child, day)).toBe('2027-01-10')
    const guardian = relation({ kind: 'legal-guardian', planned_end: '2030-01-01' })
    expect(relationUntil(guardian, child, day)).toBe('2030-01-01')
  })

  it('begins on its first day and is over on its last', () => {
    const planned = (from: string, until: string) =>
      isGuardianOn(relation({ period_start: from, planned_end: until }), child, day)
    expect(planned('2026-12-03', '2026-12-04')).toBe(true)
    expect(planned('2026-12-04', '2026-12-31')).toBe(false)
    expect(planned('2026-01-01', '2026-12-03')).toBe(false)
  })
})

describe('whose mobile carries what', () => {
  const guardian = (name: string, carries: boolean, chosen: GuardianPurpose[] = []) => ({
    name,
    carries_messages: carries ? 1 : 0,
    chosenFor: new Set(chosen)
  })

  it('is that of who was chosen, else of who carries all', () => {
    const family = [guardian('mother', true), guardian('father', false, ['video'])]
    expect(carrierOf(family, 'video')?.name).toBe('father')
    expect(carrierOf(family, 'appointments')?.name).toBe('mother')
    expect(carrierOf([guardian('mother', true)], 'video')?.name).toBe('mother')
  })

  it('is nobody’s where nobody carries', () => {
    expect(carrierOf([guardian('mother', false)], 'texts')).toBeNull()
    expect(carrierOf([], 'texts')).toBeNull()
  })
})
