import type { Patient } from '@contract/patients'
import { describe, expect, it } from 'vitest'
import { obstacleOf } from './preferred-channel'

type Asked = Parameters<typeof obstacleOf>[0]

const EMAIL: Patient['email'] = {
  channel: 'email',
  value: 'kari@pasient.example',
  display: 'kari@pasient.example',
  updatedAt: '2026-01-01T10:00:00Z',
  verifiedAt: null,
  verifiedHow: null,
  isStale: false,
  isDisputed: false,
  ageMonths: 1,
  sharedWith: 0,
  sharedBy: []
}

function kari(change: Partial<Asked> = {}): Asked {
  const consent = {
    purpose: 'appointment-reminder',
    channel: 'email',
    legalBasis: 'consent',
    decidedAt: null
  } as const
  return {
    preferredChannel: 'email',
    email: EMAIL,
    addressProtection: 'none',
    consents: [{ ...consent, state: 'given', isAllowed: true }],
    ...change
  }
}

describe('what keeps e-mail from a patient who prefers it', () => {
  it('is nothing where there is an address and a yes', () => {
    expect(obstacleOf(kari(), true)).toBeNull()
    expect(obstacleOf(kari({ preferredChannel: 'sms', email: null }), false)).toBeNull()
  })

  it('is the clinic, the address, the protection or the consent, in that order', () => {
    const [given] = kari().consents
    if (!given) throw new Error('there is one consent')
    expect(obstacleOf(kari(), false)).toBe('off')
    expect(obstacleOf(kari({ email: null }), true)).toBe('addressMissing')
    expect(obstacleOf(kari({ addressProtection: 'confidential' }), true)).toBe('protected')
    expect(obstacleOf(kari({ consents: [{ ...given, state: 'withdrawn', isAllowed: false }] }), true)).toBe(
      'withdrawn'
    )
    expect(
      obstacleOf(kari({ consents: [{ ...given, state: 'default-missing', isAllowed: false }] }), true)
    ).toBe('consentMissing')
  })
})
