import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { lapseOf, standing, type GuardianPeriod } from './consent-lapse.rules'

const day = {
  timeZone: 'Europe/Oslo',
  today: Temporal.PlainDate.from('2026-12-03'),
  country: 'NO'
} as const

const decided = (decidedAt: string, decision: 'given' | 'withdrawn' = 'given') =>
  ({ id: 1, purpose: 'recall', channel: 'sms', decision, decidedAt, signedOn: null }) as const

const mother: GuardianPeriod = { from: '2018-01-01', until: '2026-05-01' }
const father: GuardianPeriod = { from: '2020-01-01', until: null }

describe('a consent given for a child', () => {
  it('lapses on the day the patient decides alone', () => {
    const youth = { birthDate: '2010-11-27', guardians: [] }
    expect(lapseOf(decided('2020-03-01T10:00:00Z'), youth, day)).toEqual({
      cause: 'majority',
      on: '2026-11-27'
    })
    expect(lapseOf(decided('2026-11-28T10:00:00Z'), youth, day)).toBeNull()
    expect(lapseOf(decided('2020-03-01T10:00:00Z', 'withdrawn'), youth, day)).toBeNull()
  })

  it('is to be asked again when nobody who could give it then is guardian any more', () => {
    const child = { birthDate: '2018-01-01', guardians: [mother] }
    expect(lapseOf(decided('2019-03-01T10:00:00Z'), child, day)).toEqual({
      cause: 'guardian-ended',
      on: '2026-05-01'
    })
  })

  it('stands while one of those who were guardians is, whoever came later', () => {
    const both = { birthDate: '2018-01-01', guardians: [mother, father] }
    expect(lapseOf(decided('2021-03-01T10:00:00Z'), both, day)).toBeNull()
    // Before the father was guardian only the mother could have given it.
    expect(lapseOf(decided('2019-03-01T10:00:00Z'), both, day)).toMatchObject({ on: '2026-05-01' })
  })

  it('is not doubted of somebody without guardians or birth date', () => {
    expect(
      lapseOf(decided('2019-03-01T10:00:00Z'), { birthDate: '2018-01-01', guardians: [] }, day)
    ).toBeNull()
    expect(lapseOf(decided('2019-03-01T10:00:00Z'), { birthDate: null, guardians: [mother] }, day)).toBeNull()
  })
})

it('finds the newest decision of each purpose and channel', () => {
  const row = (id: number, purpose: 'recall' | 'video-link') =>
    ({ id, purpose, channel: 'sms', decision: 'given', decidedAt: '2026-01-01T00:00:00Z' }) as const
  expect(standing([row(3, 'recall'), row(2, 'video-link'), row(1, 'recall')])).toEqual(new Set([3, 2]))
})
