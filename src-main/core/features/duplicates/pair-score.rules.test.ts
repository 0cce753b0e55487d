import { describe, expect, it } from 'vitest'
import type { DuplicateReason } from '../../../../src-preload/contract/duplicates'
import { LIKELY_DUPLICATE, scorePair, VERY_LIKELY_DUPLICATE, type ComparedPerson } from './pair-score.rules'

type Number = ComparedPerson['numbers'][number]

const FNR: Number = { type: 'fodselsnummer', value: '17858710227', isInUse: true }
const OTHER_FNR: Number = { type: 'fodselsnummer', value: '30908299902', isInUse: true }
const D_NUMBER: Number = { type: 'd-number', value: '57858730165', isInUse: true }
const OWN = '+4741234567'
const HOME = { addressLine: 'Skogvegen 62', postalCode: '2022' }

const KARI: ComparedPerson = {
  familyName: 'Nordmann',
  givenName: 'Kari',
  birthDate: '1987-05-17',
  sex: 'female',
  numbers: [],
  mobile: null,
  mobileHolders: 0,
  addressProtection: 'none',
  addressLine: '',
  postalCode: ''
}

const person = (changes: Partial<ComparedPerson>): ComparedPerson => ({ ...KARI, ...changes })

interface Pair {
  readonly who: string
  readonly one: Partial<ComparedPerson>
  readonly other: Partial<ComparedPerson>
  readonly reasons?: readonly DuplicateReason[]
}

const sure: Pair[] = [
  { who: 'typed twice', one: {}, other: {}, reasons: ['birth-date', 'name'] },
  { who: 'with and without a number', one: { numbers: [FNR] }, other: {} },
  { who: 'a D-number before a fødselsnummer', one: { numbers: [D_NUMBER] }, other: { numbers: [FNR] } },
  {
    who: 'a number that ceased at the one and is in use at the other, under another name',
    one: { numbers: [{ ...FNR, isInUse: false }], familyName: 'Moe', birthDate: null },
    other: { numbers: [FNR] },
    reasons: ['number', 'given-name']
  },
  {
    who: 'Christensen and Kristensen',
    one: { familyName: 'Christensen' },
    other: { familyName: 'Kristensen' },
    reasons: ['birth-date', 'name-sounds']
  },
  { who: 'Jakobsen and Jacobsen', one: { familyName: 'Jakobsen' }, other: { familyName: 'Jacobsen' } },
  { who: 'Aase and Åse', one: { givenName: 'Aase' }, other: { givenName: 'Åse' } },
  { who: 'Thorbjørn and Torbjørn', one: { givenName: 'Thorbjørn' }, other: { givenName: 'Torbjørn' } },
  { who: 'a middle name left out', one: { givenName: 'Kari' }, other: { givenName: 'Kari Anne' } },
  {
    who: 'names in each other’s place',
    one: { familyName: 'Kari', givenName: 'Nordmann' },
    other: {},
    reasons: ['birth-date', 'name-swapped']
  },
  {
    who: 'day and month swapped, the same mobile',
    one: { birthDate: '1987-05-04', mobile: OWN, mobileHolders: 2 },
    other: { birthDate: '1987-04-05', mobile: OWN, mobileHolders: 2 },
    reasons: ['birth-date-swapped', 'name', 'mobile']
  },
  {
    who: 'one digit mistyped, the same address',
    one: { birthDate: '1987-05-17', ...HOME },
    other: { birthDate: '1987-05-11', ...HOME },
    reasons: ['birth-date-digit', 'name', 'address']
  }
]

const likely: Pair[] = [
  { who: 'day and month swapped', one: { birthDate: '1987-05-04' }, other: { birthDate: '1987-04-05' } },
  { who: 'one digit mistyped', one: {}, other: { birthDate: '1987-05-11' } },
  { who: 'a decade mistyped within a generation', one: {}, other: { birthDate: '1997-05-17' } },
  {
    who: 'no birth date, but name and mobile',
    one: { birthDate: null, mobile: OWN, mobileHolders: 2 },
    other: { mobile: OWN, mobileHolders: 2 },
    reasons: ['name', 'mobile']
  },
  {
    who: 'a married name, with the same mobile',
    one: { familyName: 'Lie', mobile: OWN, mobileHolders: 2 },
    other: { mobile: OWN, mobileHolders: 2 },
    reasons: ['birth-date', 'given-name', 'mobile']
  },
  { who: 'a married name, at the same address', one: { familyName: 'Lie', ...HOME }, other: HOME },
  { who: 'an added family name', one: { familyName: 'Nordmann Lie' }, other: {} },
  {
    who: 'one with a number and another given name spelling',
    one: { givenName: 'Cathrine', numbers: [FNR] },
    other: { givenName: 'Katrine', familyName: 'Nordman' }
  },
  { who: 'a newborn before it has a name', one: { givenName: '' }, other: {} }
]

const unlikely: Pair[] = [
  {
    who: 'twins who share everything else',
    one: { givenName: 'Kari', mobile: OWN, mobileHolders: 2, ...HOME },
    other: { givenName: 'Kaja', mobile: OWN, mobileHolders: 2, ...HOME },
    reasons: ['birth-date', 'other-given-name', 'mobile', 'address']
  },
  {
    who: 'twins whose first names begin alike',
    one: { givenName: 'Anne Marie', mobile: OWN, mobileHolders: 2 },
    other: { givenName: 'Anne Sofie', mobile: OWN, mobileHolders: 2 }
  },
  {
    who: 'father and son of one name, at one address with one mobile',
    one: { birthDate: '1957-03-02', mobile: OWN, mobileHolders: 3, ...HOME },
    other: { birthDate: '1987-05-17', mobile: OWN, mobileHolders: 3, ...HOME }
  },
  {
    who: 'father and son with one birthday',
    one: { birthDate: '1957-05-17', ...HOME },
    other: { birthDate: '1987-05-17', ...HOME }
  },
  {
    who: 'siblings at the same address',
    one: { givenName: 'Ola', birthDate: '1990-08-01', mobile: OWN, mobileHolders: 4, ...HOME },
    other: { mobile: OWN, mobileHolders: 4, ...HOME }
  },
  {
    who: 'mother and child on one mobile',
    one: { givenName: 'Ida', birthDate: '2015-01-09', mobile: OWN, mobileHolders: 2, ...HOME },
    other: { mobile: OWN, mobileHolders: 2, ...HOME }
  },
  {
    who: 'two with a number for life each, of one name and birth date',
    one: { numbers: [FNR] },
    other: { numbers: [OTHER_FNR] },
    reasons: ['birth-date', 'name', 'other-number']
  },
  { who: 'namesakes', one: {}, other: { birthDate: '1950-01-30' } },
  { who: 'namesakes without birth dates', one: { birthDate: null }, other: { birthDate: null } },
  { who: 'born on one day', one: {}, other: { familyName: 'Lie', givenName: 'Ola' } },
  { who: 'born on one day with one given name', one: {}, other: { familyName: 'Lie' } },
  {
    who: 'brother and sister whose names sound alike',
    one: { givenName: 'Jan', sex: 'male', birthDate: null, mobile: OWN, mobileHolders: 4 },
    other: { givenName: 'Janne', sex: 'female', mobile: OWN, mobileHolders: 4 }
  }
]

const scoreOf = ({ one, other }: Pair) => scorePair(person(one), person(other))

describe('how likely two records are one person', () => {
  it.each(sure)('is very likely: $who', (pair) => {
    expect(scoreOf(pair).score).toBeGreaterThanOrEqual(VERY_LIKELY_DUPLICATE)
  })
  it.each(likely)('is likely: $who', (pair) => {
    expect(scoreOf(pair).score).toBeGreaterThanOrEqual(LIKELY_DUPLICATE)
    expect(scoreOf(pair).score).toBeLessThan(100)
  })
  it.each(unlikely)('is not likely: $who', (pair) => {
    expect(scoreOf(pair).score).toBeLessThan(LIKELY_DUPLICATE)
  })
  it.each([...sure, ...likely, ...unlikely])('is the same from either side: $who', ({ one, other }) => {
    expect(scorePair(person(one), person(other))).toEqual(scorePair(person(other), person(one)))
  })
  it.each([...sure, ...likely, ...unlikely].filter(({ reasons }) => reasons))('says why: $who', (pair) => {
    expect(scoreOf(pair).reasons).toEqual(pair.reasons)
  })
  it('says nothing about where a protected patient lives', () => {
    const hidden = { ...HOME, addressProtection: 'confidential' as const }
    expect(scorePair(person(hidden), person(HOME)).reasons).not.toContain('address')
  })
})
