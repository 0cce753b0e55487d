import type { Temporal } from 'temporal-polyfill'
import names from '../../../../resources/demo/names.json'
import type { Chance } from './random'
import { syntheticNumber } from './synthetic-number'

/** A person who does not exist. */
export interface DemoPerson {
  readonly familyName: string
  readonly givenName: string
  readonly sex: 'female' | 'male'
  readonly birthDate: Temporal.PlainDate
  readonly nationalNumber: string
  readonly address: { readonly line: string; readonly postalCode: string; readonly city: string }
  /** E.164; a child's is the parent's. */
  readonly mobile: string | null
  readonly email: string | null
  /** Positions in the list of people. */
  readonly guardians: readonly number[]
  /** Months since the mobile was last confirmed. */
  readonly mobileAgeMonths: number
}

const MOST_CHILDREN = 3

/** Households with one or two adults and their children, until there are `count` people. */
export function makePeople(count: number, today: Temporal.PlainDate, chance: Chance): DemoPerson[] {
  const people: DemoPerson[] = []
  const numbers = new Set<string>()
  const addPerson = (person: Omit<DemoPerson, 'nationalNumber'>): number => {
    const nationalNumber = freeNumber(person, numbers, chance)
    people.push({ ...person, nationalNumber })
    return people.length - 1
  }
  while (people.length < count) {
    const household = makeHousehold(chance)
    const adults = household.adults.map((adult) =>
      addPerson({
        ...adult,
        ...household.home,
        birthDate: ageToDate(adult.age, today, chance),
        guardians: []
      })
    )
    for (const child of makeChildren({ household, people, adults, today }, chance)) {
      if (people.length < count) addPerson(child)
    }
  }
  return people.slice(0, count)
}

interface Household {
  readonly familyName: string
  readonly home: Pick<DemoPerson, 'address'>
  readonly adults: readonly (Pick<
    DemoPerson,
    'familyName' | 'givenName' | 'sex' | 'mobile' | 'email' | 'mobileAgeMonths'
  > & { age: number })[]
}

function makeHousehold(chance: Chance): Household {
  const familyName = chance.pick(names.family)
  const [postalCode = '', city = ''] = chance.pick(names.places)
  const address = { line: `${chance.pick(names.streets)} ${chance.between(1, 98)}`, postalCode, city }
  const age = chance.between(19, 92)
  const size = chance.isIn(0.6) ? 2 : 1
  const adults = Array.from({ length: size }, (_, index) => {
    const sex =
      index === 0 ? chance.pick(['female', 'male'] as const) : chance.pick(['male', 'female'] as const)
    const givenName = chance.pick(names[sex])
    return {
      familyName: index === 1 && chance.isIn(0.3) ? chance.pick(names.family) : familyName,
      givenName,
      sex,
      age: Math.max(18, age + chance.between(-6, 6)),
      mobile: chance.isIn(age > 80 ? 0.6 : 0.96) ? makeMobile(chance) : null,
      email: chance.isIn(0.6)
        ? `${givenName.toLowerCase().replaceAll(/[^a-z]/g, '')}.${chance.between(1, 9999)}@example.test`
        : null,
      mobileAgeMonths: chance.isIn(0.12) ? chance.between(19, 40) : chance.between(0, 16)
    }
  })
  return { familyName, home: { address }, adults }
}

interface Family {
  readonly household: Household
  readonly people: readonly DemoPerson[]
  /** Positions in the list of people. */
  readonly adults: readonly number[]
  readonly today: Temporal.PlainDate
}

function makeChildren(
  { household, people, adults, today }: Family,
  chance: Chance
): Omit<DemoPerson, 'nationalNumber'>[] {
  const parent = people[adults[0] ?? 0]
  if (!parent) return []
  const parentAge = parent.birthDate.until(today, { largestUnit: 'year' }).years
  if (parentAge < 22 || parentAge > 58 || chance.isIn(0.25)) return []
  return Array.from({ length: chance.between(1, MOST_CHILDREN) }, () => {
    const sex = chance.pick(['female', 'male'] as const)
    const age = chance.between(0, Math.min(17, parentAge - 20))
    const isOlder = age >= 13 && chance.isIn(0.7)
    return {
      familyName: household.familyName,
      givenName: chance.pick(names[sex]),
      sex,
      birthDate: ageToDate(age, today, chance),
      ...household.home,
      mobile: isOlder ? makeMobile(chance) : parent.mobile,
      email: null,
      mobileAgeMonths: parent.mobileAgeMonths,
      guardians: adults
    }
  })
}

function freeNumber(
  person: Pick<DemoPerson, 'birthDate' | 'sex'>,
  taken: Set<string>,
  chance: Chance
): string {
  for (;;) {
    const number = syntheticNumber(person.birthDate, chance.between(0, 249), person.sex === 'female')
    if (number !== null && !taken.has(number)) {
      taken.add(number)
      return number
    }
  }
}

function ageToDate(age: number, today: Temporal.PlainDate, chance: Chance): Temporal.PlainDate {
  return today.subtract({ years: age, days: chance.between(1, 364) })
}

function makeMobile(chance: Chance): string {
  return `+47${chance.pick(['4', '9'])}${String(chance.between(0, 9_999_999)).padStart(7, '0')}`
}
