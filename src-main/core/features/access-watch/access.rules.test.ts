import type { UserId } from '@contract/ids'
import { describe, expect, it } from 'vitest'
import {
  findingsOf,
  isOutsideHours,
  lookLimit,
  sharesFamilyName,
  type Look,
  type LookFacts
} from './access.rules'

const look: Look = { userId: 3 as UserId, userName: 'Randi Berg', localDate: '2026-12-03', minute: 10 * 60 }
const facts: LookFacts = {
  familyName: 'Nordmann',
  confidentiality: 'none',
  isProtected: false,
  hasOccasion: true,
  opening: { from: 480, until: 930 },
  inHour: 4,
  inDay: 20,
  usual: { days: 20, hourMean: 10, dayMean: 60 }
}
const rulesFor = (changes: Partial<LookFacts>, at: Partial<Look> = {}): string[] =>
  findingsOf({ ...look, ...at }, { ...facts, ...changes }, 7).map(({ rule }) => rule)

describe('what stands out at a look', () => {
  it('is nothing at an ordinary one', () => {
    expect(rulesFor({})).toEqual([])
  })

  it.each([
    [{ familyName: 'Berg' }, ['same-name']],
    [{ confidentiality: 'vip' as const }, ['vip']],
    [{ confidentiality: 'staff' as const }, ['colleague']],
    [{ isProtected: true }, ['protected']],
    [{ hasOccasion: false }, ['no-occasion']],
    [{ opening: null }, ['outside-hours']],
    [{ inHour: 41 }, ['many-in-hour']],
    [{ inDay: 151 }, ['many-in-day']],
    [{ familyName: 'Berg Hansen', hasOccasion: false }, ['same-name', 'no-occasion']]
  ])('of %j is %j', (changes, rules) => {
    expect(rulesFor(changes)).toEqual(rules)
  })

  it('names each so that a day of one user and patient is found once', () => {
    const keyAt = (minute: number) =>
      findingsOf({ ...look, minute }, { ...facts, isProtected: true }, 7)[0]?.key
    expect(keyAt(600)).toBe('protected 3 7 2026-12-03')
    expect(keyAt(720)).toBe(keyAt(600))
  })

  it('says how many and what is usual', () => {
    expect(findingsOf(look, { ...facts, inHour: 44 }, 7)).toEqual([
      {
        rule: 'many-in-hour',
        key: 'many-in-hour 3 2026-12-03 10',
        isAboutPatient: false,
        facts: { count: 44, usual: 10 }
      }
    ])
  })
})

describe('the limit of looks', () => {
  it('follows what is usual for the user, and never falls below a full day at a busy desk', () => {
    expect(lookLimit('hour', { days: 20, hourMean: 5, dayMean: 20 })).toBe(40)
    expect(lookLimit('hour', { days: 20, hourMean: 30, dayMean: 200 })).toBe(90)
    expect(lookLimit('day', { days: 20, hourMean: 30, dayMean: 200 })).toBe(500)
  })

  it('is a fixed one while the user has worked too few days to have a usual', () => {
    expect(lookLimit('day', { days: 4, hourMean: 30, dayMean: 200 })).toBe(150)
  })
})

it.each([
  ['Kari Moe', 'Moe', true],
  ['Kari Moe', 'Moe Hansen', true],
  ['Kari Moe', 'Moen', false],
  ['Bjørn Aasen', 'Åsen', true],
  ['Øystein Østby', 'ØSTBY', true],
  ['X', 'X', false]
])('%s and a patient %s share a family name: %s', (user, patient, shares) => {
  expect(sharesFamilyName(user, patient)).toBe(shares)
})

it.each([
  [6 * 60 + 59, true],
  [7 * 60, false],
  [930 + 59, false],
  [930 + 60, true]
])('minute %i is outside 08–15.30 with an hour to spare: %s', (minute, isOutside) => {
  expect(isOutsideHours(minute, { from: 480, until: 930 })).toBe(isOutside)
})
