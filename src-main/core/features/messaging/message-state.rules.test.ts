import { describe, expect, it } from 'vitest'
import { putOffUntil } from './message-state.rules'

describe('a message that is put off', () => {
  const message = { expires_at: '2026-12-03T10:00:00Z' }

  it('is looked at again when the time has come', () => {
    expect(putOffUntil('2026-12-03T09:00:00Z', message)).toBe('2026-12-03T09:00:00Z')
  })

  it('is looked at when it expires, where the time comes later', () => {
    expect(putOffUntil('2027-01-01T00:00:00Z', message)).toBe('2026-12-03T10:00:00Z')
  })
})
