import type { Temporal } from 'temporal-polyfill'
import { createChance, type Chance } from '../../../src-main/core/host/demo/random'
import { syntheticNumber } from '../../../src-main/core/host/demo/synthetic-number'
import { familyName, givenName, home } from './names'

/** Somebody of the register, who does not exist. */
export interface RegisteredPerson {
  /** Counted from 1. */
  readonly id: number
  readonly familyName: string
  readonly givenName: string
  readonly sex: 'female' | 'male'
  readonly birthDate: string
  /** Null for one in a hundred. */
  readonly nationalNumber: string | null
  /** A number ceased since: one in thirty. Its control digits do not come out, which nothing reads. */
  readonly formerNumber: string | null
  readonly address: ReturnType<typeof home>
  /** E.164; a child's is a parent's. */
  readonly mobile: string | null
  readonly email: string | null
  /** Months since the mobile was last confirmed. */
  readonly mobileAgeMonths: number
  readonly hasConsented: boolean
  /** Ids of the parents; none for adults. */
  readonly guardians: readonly number[]
}

const SEED = 1905
const OLDEST_YEARS = 98
const ADULT_YEARS = 18
const DAYS_OF_YEAR = 365.25

/** Households one after the other, the same ones each time, made as they are asked for: a million need no memory. */
export function* registeredPeople(count: number, today: Temporal.PlainDate): Generator<RegisteredPerson> {
  const chance = createChance(SEED)
  const numbers = new Numbers(today)
  let id = 0
  while (id < count) {
    const members = household(chance)
    const parents = members
      .filter(({ ageYears }) => ageYears >= ADULT_YEARS)
      .map((_, index) => id + 1 + index)
    for (const { ageYears, ...member } of members.slice(0, count - id)) {
      id += 1
      const isChild = ageYears < ADULT_YEARS
      yield { id, ...member, ...numbers.next(member, ageYears, chance), guardians: isChild ? parents : [] }
    }
  }
}

type Member = Omit<RegisteredPerson, 'id' | 'birthDate' | 'nationalNumber' | 'formerNumber' | 'guardians'> & {
  readonly ageYears: number
}

/** One or two adults, then their children. */
function household(chance: Chance): Member[] {
  const name = familyName(chance)
  const address = home(chance)
  const age = chance.between(ADULT_YEARS, OLDEST_YEARS)
  const mobileAgeMonths = chance.isIn(0.12) ? chance.between(19, 40) : chance.between(0, 16)
  const member = (ageYears: number, family: string, mobile: string | null): Member => {
    const sex = chance.pick(['female', 'male'] as const)
    const given = givenName(sex, chance)
    const hasEmail = ageYears >= ADULT_YEARS && chance.isIn(0.55)
    const hasConsented = chance.isIn(0.4)
    const email = hasEmail ? `${chance.between(1, 99_999_999)}@example.test` : null
    const contact = { mobile, email, mobileAgeMonths, hasConsented }
    return { familyName: family, givenName: given, sex, ageYears, address, ...contact }
  }
  const adult = (family: string): Member =>
    member(
      Math.max(ADULT_YEARS, Math.min(OLDEST_YEARS, age + chance.between(-6, 6))),
      family,
      chance.isIn(age > 80 ? 0.6 : 0.96) ? mobile(chance) : null
    )
  const first = adult(name)
  const second = chance.isIn(0.55) ? [adult(chance.isIn(0.3) ? familyName(chance) : name)] : []
  const mayHaveChildren = age >= 24 && age <= 56 && chance.isIn(0.6)
  const children = Array.from({ length: mayHaveChildren ? chance.between(1, 3) : 0 }, () => {
    const ageYears = chance.between(0, Math.min(17, age - 20))
    return member(ageYears, name, ageYears >= 13 && chance.isIn(0.7) ? mobile(chance) : first.mobile)
  })
  return [first, ...second, ...children]
}

function mobile(chance: Chance): string {
  return `+47${chance.pick(['4', '9'])}${String(chance.between(0, 9_999_999)).padStart(7, '0')}`
}

/** Deals out birth dates and synthetic numbers, each number once. */
class Numbers {
  /** How many serials of each date and sex are gone. */
  readonly #dealt = new Map<string, number>()

  constructor(private readonly today: Temporal.PlainDate) {}

  next(
    { sex }: Pick<RegisteredPerson, 'sex'>,
    ageYears: number,
    chance: Chance
  ): Pick<RegisteredPerson, 'birthDate' | 'nationalNumber' | 'formerNumber'> {
    for (;;) {
      const born = this.today.subtract({ days: Math.floor((ageYears + chance.next()) * DAYS_OF_YEAR) })
      const birthDate = born.toString()
      const key = birthDate + sex
      const serial = this.#dealt.get(key) ?? 0
      this.#dealt.set(key, serial + 1)
      const number = serial < 250 ? syntheticNumber(born, serial, sex === 'female') : null
      if (number === null) continue
      const formerNumber = chance.isIn(1 / 30) ? Number(number[0]) + 4 + number.slice(1) : null
      return { birthDate, nationalNumber: chance.isIn(0.01) ? null : number, formerNumber }
    }
  }
}
