import { describe, expect, it } from 'vitest'
import { codeLook, codeNote, nextEnd } from './code-look'

const SENT_AT = '2026-11-26T08:00:04Z'

describe('a code in the list', () => {
  it('is told as not delivered when the network lost it after it had left', () => {
    expect(codeLook({ state: 'failed', sentAt: null }).word).toBe('failed')
    expect(codeLook({ state: 'failed', sentAt: SENT_AT }).word).toBe('undelivered')
  })

  it('says beside its state what the state does not', () => {
    const note = (
      state: Parameters<typeof codeNote>[0]['state'],
      wrongTries = 0,
      sentAt: string | null = SENT_AT
    ) => codeNote({ state, sentAt, wrongTries })
    expect(note('failed')).toBe('failure')
    expect(note('delivered')).toBe('validUntil')
    expect(note('used')).toBeNull()
    expect(note('used', 2)).toBe('wrongTries')
    expect(note('ended', 5)).toBe('wrongTries')
    expect(note('ended', 1)).toBe('mobileChanged')
    expect(note('replaced', 0, null)).toBe('neverLeft')
  })

  it('is looked at again when the first of those on the way runs out', () => {
    const at = (state: 'sent' | 'used', minute: string) => ({
      state,
      expiresAt: `2026-11-26T08:${minute}:00Z`
    })
    expect(nextEnd([at('sent', '20'), at('sent', '10'), at('used', '05')])).toBe(
      Date.parse('2026-11-26T08:10:00Z')
    )
    expect(nextEnd([at('used', '05')])).toBeNull()
  })
})
