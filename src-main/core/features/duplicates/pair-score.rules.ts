import type { DuplicateReason } from '@contract/duplicates'
import type { AddressProtection, IdentifierType, Sex } from '@contract/patients'
import { foldName } from '../patients'
import { birthDateLikeness, type BirthDateLikeness } from './birth-dates.rules'
import { likenessOf, type NameLikeness } from './name-sound.rules'

/** What two patients are compared by. */
export interface ComparedPerson {
  readonly familyName: string
  readonly givenName: string
  readonly birthDate: string | null
  readonly sex: Sex
  readonly numbers: readonly { type: IdentifierType; value: string; isInUse: boolean }[]
  /** E.164. */
  readonly mobile: string | null
  /** How many patients have that mobile. */
  readonly mobileHolders: number
  readonly addressProtection: AddressProtection
  readonly addressLine: string
  readonly postalCode: string
}

export interface PairScore {
  /** 0–100. */
  readonly score: number
  readonly reasons: readonly DuplicateReason[]
}

/** A pair from here on is kept for review. */
export const LIKELY_DUPLICATE = 60
/** A pair from here on is very likely one person. */
export const VERY_LIKELY_DUPLICATE = 80

/** Two people who each have a number that is given for life are not one person, whatever else is alike. */
const MOST_WITH_OTHER_NUMBERS = 40
/** Twins share birth date, family name, address and often a mobile. */
const MOST_FOR_TWINS = 35
const SAME_NUMBER = 100
/** It was one person's at some time, whatever else differs. */
const LEAST_WITH_SAME_NUMBER = 90
/** More have a mobile than two who could be the same person: it is a family's. */
const MOST_HOLDERS_OF_ONE_PERSON = 2

const BIRTH_DATE: Readonly<Record<BirthDateLikeness, Weight>> = {
  same: [40, 'birth-date'],
  swapped: [30, 'birth-date-swapped'],
  digit: [25, 'birth-date-digit'],
  'digit-of-generation': [4, 'other-birth-date'],
  unknown: [0, null],
  differs: [-40, 'other-birth-date']
}
const FAMILY_NAME: Readonly<Record<NameLikeness, number>> = {
  same: 20,
  sounds: 16,
  part: 12,
  initial: 0,
  unknown: 0,
  // One marries, another moves here: it speaks against, but weakly.
  differs: -10
}
const GIVEN_NAME: Readonly<Record<NameLikeness, number>> = {
  same: 25,
  sounds: 20,
  initial: 8,
  unknown: 0,
  // `Anne Marie` and `Anne Sofie` are two people as often as not.
  part: -25,
  differs: -25
}
const SWAPPED_NAMES = 43
const OWN_MOBILE = 20
const FAMILY_MOBILE = 4
const SAME_ADDRESS = 10
const OTHER_SEX = -15

type Weight = readonly [points: number, reason: DuplicateReason | null]

/** Numbers that a person gets once and keeps; the others are replaced by one of these. */
const FOR_LIFE: ReadonlySet<IdentifierType> = new Set<IdentifierType>(['fodselsnummer', 'cpr', 'bsn'])

/** How likely two records are about one person, with what speaks for and against it. */
export function scorePair(one: ComparedPerson, other: ComparedPerson): PairScore {
  const numbers = compareNumbers(one, other)
  const names = compareNames(one, other)
  const birthDates = birthDateLikeness(one.birthDate, other.birthDate)
  const weights: Weight[] = [
    numbers === 'same' ? [SAME_NUMBER, 'number'] : [0, null],
    BIRTH_DATE[birthDates],
    ...names.weights,
    compareMobiles(one, other),
    isSameAddress(one, other) ? [SAME_ADDRESS, 'address'] : [0, null],
    isOtherSex(one, other) ? [OTHER_SEX, 'other-sex'] : [0, null],
    numbers === 'differs' ? [0, 'other-number'] : [0, null]
  ]
  const points = weights.reduce((sum, [weight]) => sum + weight, 0)
  const mostPossible = limitOf({ numbers, birthDates, hasOtherGivenName: names.hasOtherGivenName })
  const least = numbers === 'same' ? LEAST_WITH_SAME_NUMBER : 0
  return {
    score: Math.max(least, Math.min(points, mostPossible)),
    reasons: weights.flatMap(([, reason]) => reason ?? [])
  }
}

function limitOf(found: {
  numbers: 'same' | 'differs' | 'unknown'
  birthDates: BirthDateLikeness
  hasOtherGivenName: boolean
}): number {
  if (found.numbers === 'same') return 100
  if (found.birthDates === 'same' && found.hasOtherGivenName) return MOST_FOR_TWINS
  if (found.numbers === 'differs') return MOST_WITH_OTHER_NUMBERS
  // Without a number in common nothing is certain.
  return 99
}

function compareNumbers(one: ComparedPerson, other: ComparedPerson): 'same' | 'differs' | 'unknown' {
  const values = new Set(one.numbers.map(({ value }) => value))
  if (other.numbers.some(({ value }) => values.has(value))) return 'same'
  const forLife = ({ numbers }: ComparedPerson) =>
    numbers.some(({ type, isInUse }) => isInUse && FOR_LIFE.has(type))
  return forLife(one) && forLife(other) ? 'differs' : 'unknown'
}

function compareNames(
  one: ComparedPerson,
  other: ComparedPerson
): { weights: Weight[]; hasOtherGivenName: boolean } {
  if (isSwapped(one, other)) return { weights: [[SWAPPED_NAMES, 'name-swapped']], hasOtherGivenName: false }
  const family = likenessOf(one.familyName, other.familyName)
  const given = likenessOf(one.givenName, other.givenName)
  const hasOtherGivenName = given === 'differs' || given === 'part'
  const points = FAMILY_NAME[family] + GIVEN_NAME[given]
  return { weights: [[points, nameReason(family, given)]], hasOtherGivenName }
}

function nameReason(family: NameLikeness, given: NameLikeness): DuplicateReason | null {
  if (given === 'differs' || given === 'part') return 'other-given-name'
  if (family === 'differs') return given === 'same' || given === 'sounds' ? 'given-name' : 'other-name'
  if (given === 'unknown' || given === 'initial') return family === 'unknown' ? null : 'family-name'
  return family === 'same' && given === 'same' ? 'name' : 'name-sounds'
}

function isSwapped(one: ComparedPerson, other: ComparedPerson): boolean {
  const isAlike = (likeness: NameLikeness) => likeness === 'same' || likeness === 'sounds'
  return (
    !isAlike(likenessOf(one.familyName, other.familyName)) &&
    isAlike(likenessOf(one.familyName, other.givenName)) &&
    isAlike(likenessOf(one.givenName, other.familyName))
  )
}

function compareMobiles(one: ComparedPerson, other: ComparedPerson): Weight {
  if (one.mobile === null || one.mobile !== other.mobile) return [0, null]
  const holders = Math.max(one.mobileHolders, other.mobileHolders)
  return holders > MOST_HOLDERS_OF_ONE_PERSON ? [FAMILY_MOBILE, 'mobile-shared'] : [OWN_MOBILE, 'mobile']
}

/** Nothing is said about where a protected patient lives, not even that somebody else lives there too. */
function isSameAddress(one: ComparedPerson, other: ComparedPerson): boolean {
  if (one.addressProtection !== 'none' || other.addressProtection !== 'none') return false
  if (one.addressLine === '' || one.postalCode !== other.postalCode) return false
  return foldName(one.addressLine) === foldName(other.addressLine)
}

function isOtherSex(one: ComparedPerson, other: ComparedPerson): boolean {
  const isKnown = (sex: Sex) => sex === 'female' || sex === 'male'
  return isKnown(one.sex) && isKnown(other.sex) && one.sex !== other.sex
}
