import type { MessageState } from '@contract/messages'
import { describe, expect, it } from 'vitest'
import { endOf, lifeStateOf } from './code-life.rules'
import type { CodeRow } from './codes.queries'

const NOW = '2026-11-26T08:05:00.000Z'
const AHEAD = '2026-11-26T08:10:00.000Z'
const PAST = '2026-11-26T08:04:00.000Z'

function stateOf(state: CodeRow['state'], message: MessageState, expires_at = AHEAD) {
  return lifeStateOf({ state, expires_at }, message, NOW)
}

describe('the state of a code', () => {
  it('follows its message while it may still be used', () => {
    expect(stateOf('active', 'queued')).toBe('asked')
    expect(stateOf('active', 'sending')).toBe('on-modem')
    expect(stateOf('active', 'sent')).toBe('sent')
    expect(stateOf('active', 'delivered')).toBe('delivered')
  })

  it('ends by the clock, also before anybody has written that down', () => {
    expect(stateOf('active', 'delivered', PAST)).toBe('expired')
    expect(stateOf('expired', 'delivered', PAST)).toBe('expired')
    expect(stateOf('replaced', 'delivered')).toBe('replaced')
    expect(stateOf('ended', 'delivered')).toBe('ended')
  })

  it('keeps saying that it did not arrive, whatever became of it then', () => {
    for (const code of ['active', 'replaced', 'expired', 'ended'] as const) {
      expect(stateOf(code, 'failed', PAST)).toBe('failed')
      expect(stateOf(code, 'expired', PAST)).toBe('failed')
      expect(stateOf(code, 'uncertain', PAST)).toBe('uncertain')
    }
  })

  it('is used when it was used, though no report ever came', () => {
    expect(stateOf('used', 'uncertain')).toBe('used')
  })
})

it('ends when it was used, ran out, or its message ended', () => {
  const times = { expiresAt: AHEAD, codeEndedAt: NOW, messageEndedAt: PAST }
  expect(endOf('used', times)).toBe(NOW)
  expect(endOf('expired', times)).toBe(AHEAD)
  expect(endOf('failed', times)).toBe(PAST)
  expect(endOf('sent', { ...times, codeEndedAt: null })).toBeNull()
})
