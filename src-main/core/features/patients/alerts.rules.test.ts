import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { alertsOf, needsOwnConfirming, type AlertFacts } from './alerts.rules'
import { freshnessOf, staleBefore } from './contact-freshness.rules'

const timeZone = 'Europe/Oslo'
const country = 'NO' as const
const now = Temporal.Instant.from('2026-12-03T08:00:00Z')
const today = Temporal.PlainDate.from('2026-12-03')

const nothingToSay: AlertFacts = {
  birthDate: '1987-05-17',
  deceasedOn: null,
  isReserved: false,
  isProtected: false,
  isConfidential: false,
  hasGpElsewhere: false,
  number: { warning: null },
  mobile: { updated_at: '2026-06-01T08:00:00Z', verified_at: null },
  email: null,
  target: {
    ok: true,
    e164: '+4790000000',
    recipientId: 1 as never,
    isGuardian: false,
    isProtected: false,
    language: null
  },
  mayBeDuplicate: false,
  isReminderConsentMissing: false,
  noShowCount: 1
}

function alerts(changes: Partial<AlertFacts>): string[] {
  const day = { today, timeZone, country, staleBeforeMs: staleBefore(now, timeZone).epochMilliseconds }
  return alertsOf({ ...nothingToSay, ...changes }, day)
}

describe('alerts', () => {
  it('says nothing of a patient with whom all is well', () => {
    expect(alerts({})).toEqual([])
  })

  it('calls a mobile stale on the same grounds as the patient card does', () => {
    for (const updated_at of [
      '2025-06-03T07:59:59.999Z',
      '2025-06-03T06:59:59Z',
      '2025-06-03T07:00:00Z',
      '2025-06-03T07:00:01Z',
      '2025-06-04T00:00:00Z',
      '2025-06-02T23:00:00Z'
    ]) {
      const mobile = { updated_at, verified_at: null }
      expect([updated_at, alerts({ mobile }).includes('mobile-stale')]).toEqual([
        updated_at,
        freshnessOf(mobile, now, timeZone).isStale
      ])
    }
  })

  it('takes the later of updated and verified, whatever decimals they carry', () => {
    const mobile = { updated_at: '2020-01-01T00:00:00Z', verified_at: '2026-01-01T00:00:00.5Z' }
    expect(alerts({ mobile })).toEqual([])
  })
})

describe('the sixteenth birthday', () => {
  const given = (moment: string) => ({ updated_at: moment, verified_at: null })

  it('asks for a mobile that was given before it to be confirmed, by the calendar of the clinic', () => {
    const born = '2010-11-30'
    const day = { today, timeZone, country } as const
    // 23.30 UTC on the 29th is already the birthday in Oslo.
    expect(needsOwnConfirming(given('2026-11-29T22:30:00Z'), born, day)).toBe(true)
    expect(needsOwnConfirming(given('2026-11-29T23:30:00Z'), born, day)).toBe(false)
    expect(needsOwnConfirming(given('2026-12-02T23:30:00Z'), born, day)).toBe(false)
  })

  it('asks nothing of a child, of an adult with a fresh number, or where the birth date is unknown', () => {
    const day = { today, timeZone, country } as const
    expect(needsOwnConfirming(given('2020-01-01T00:00:00Z'), '2010-12-04', day)).toBe(false)
    expect(needsOwnConfirming(given('2026-01-01T00:00:00Z'), '1987-05-17', day)).toBe(false)
    expect(needsOwnConfirming(given('2020-01-01T00:00:00Z'), null, day)).toBe(false)
  })
})
