import type { Temporal } from 'temporal-polyfill'
import names from '../../resources/demo/names.json'
import { createChance, type Chance } from '../../src-main/core/host/demo/random'
import { syntheticNumber } from '../../src-main/core/host/demo/synthetic-number'

export interface SyntheticPerson {
  readonly id: number
  readonly familyName: string
  readonly givenName: string
  readonly sex: 'female' | 'male'
  readonly birthDate: string
  readonly nationalNumber: string
  readonly mobile: string
}

const SEED = 1814
const OLDEST_DAYS = 98 * 365

/** People who do not exist, the same ones each time; names are as unevenly spread as in a real register. */
export function syntheticPeople(count: number, today: Temporal.PlainDate): SyntheticPerson[] {
  return [...eachPerson(count, today)]
}

/** The same one after the other, where so many would not fit into memory together. */
export function* eachPerson(
  count: number,
  today: Temporal.PlainDate
): Generator<SyntheticPerson, void, undefined> {
  const chance = createChance(SEED)
  const numbers = new Set<string>()
  for (let id = 1; id <= count; id += 1) {
    const sex = chance.pick(['female', 'male'] as const)
    const { birthDate, nationalNumber } = freeNumber({ sex, today, numbers }, chance)
    yield {
      id,
      familyName: chance.isIn(0.25)
        ? `${common(names.family, chance)} ${common(names.family, chance)}`
        : common(names.family, chance),
      givenName: chance.isIn(0.4)
        ? `${common(names[sex], chance)} ${common(names[sex], chance)}`
        : common(names[sex], chance),
      sex,
      birthDate,
      nationalNumber,
      mobile: `+47${chance.pick(['4', '9'])}${String(chance.between(0, 9_999_999)).padStart(7, '0')}`
    }
  }
}

/** Names at the front of the list come more often. */
function common(list: readonly string[], chance: Chance): string {
  return list[Math.floor(chance.next() ** 1.5 * list.length)] ?? ''
}

function freeNumber(
  { sex, today, numbers }: { sex: 'female' | 'male'; today: Temporal.PlainDate; numbers: Set<string> },
  chance: Chance
): { birthDate: string; nationalNumber: string } {
  for (;;) {
    const born = today.subtract({ days: chance.between(0, OLDEST_DAYS) })
    const number = syntheticNumber(born, chance.between(0, 249), sex === 'female')
    if (number === null || numbers.has(number)) continue
    numbers.add(number)
    return { birthDate: born.toString(), nationalNumber: number }
  }
}
