import { PatientId } from '@contract/ids'
import { describe, expect, it } from 'vitest'
import { toGuardianDraft, withGuardian, type ChosenGuardian } from './chosen-guardian'

const guardian = (id: number, carriesMessages: boolean): ChosenGuardian => ({
  guardianPatientId: PatientId.parse(id),
  name: `Foresatt ${id}`,
  kind: 'parent',
  carriesMessages,
  from: null,
  until: null
})

describe('guardians chosen for a child', () => {
  it('are several, of whom the last chosen for it carries the messages', () => {
    const both = withGuardian([guardian(1, true)], guardian(2, true))
    expect(
      both.map(({ guardianPatientId, carriesMessages }) => [guardianPatientId, carriesMessages])
    ).toEqual([
      [1, false],
      [2, true]
    ])
    expect(withGuardian([guardian(1, true)], guardian(2, false))[0]?.carriesMessages).toBe(true)
  })

  it('are each there once', () => {
    expect(withGuardian([guardian(1, false)], guardian(1, true))).toEqual([guardian(1, true)])
  })

  it('are sent without their names', () => {
    expect(toGuardianDraft(guardian(1, true))).toEqual({
      guardianPatientId: 1,
      kind: 'parent',
      carriesMessages: true,
      from: null,
      until: null
    })
  })
})
