import { describe, expect, it } from 'vitest'
import { runProgress } from './run-progress'

describe('how far a run of everything has come', () => {
  it('begins at nothing and ends at all', () => {
    expect(runProgress({ phase: 'listing', type: 'Practitioner' })).toBe(0)
    expect(runProgress({ phase: 'done', type: null })).toBe(1)
  })

  it('has listed all when it begins to send', () => {
    expect(runProgress({ phase: 'sending', type: 'Practitioner' })).toBe(0.5)
    expect(runProgress({ phase: 'listing', type: 'Task' })).toBeLessThan(0.5)
  })
})
