import { describe, expect, it } from 'vitest'
import { childConsultationObstacle, consultationObstacle } from './account.rules'

describe('whether a consultation by video is offered', () => {
  it('is offered to whom an electronic id has proven, and to nobody who only holds a telephone', () => {
    expect(consultationObstacle({ state: 'active', level: 'high' })).toBeNull()
    expect(consultationObstacle({ state: 'active', level: 'substantial' })).toBeNull()
    expect(consultationObstacle({ state: 'active', level: 'code' })).toBe('low-level')
  })

  it('says what stands against it', () => {
    expect(consultationObstacle(undefined)).toBe('no-account')
    expect(consultationObstacle({ state: 'closed', level: 'high' })).toBe('no-account')
    expect(consultationObstacle({ state: 'invited', level: null })).toBe('not-activated')
    expect(consultationObstacle({ state: 'locked', level: 'high' })).toBe('locked')
    expect(consultationObstacle({ state: 'active', level: null })).toBe('never-logged-in')
  })

  it('is offered for a child where one of the guardians may', () => {
    const mother = { state: 'active', level: 'code' } as const
    const father = { state: 'active', level: 'high' } as const
    expect(childConsultationObstacle([mother])).toBe('no-guardian')
    expect(childConsultationObstacle([mother, father])).toBeNull()
    expect(childConsultationObstacle([])).toBe('no-guardian')
  })
})
