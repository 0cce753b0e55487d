import names from '../../../resources/demo/names.json'
import type { Chance } from '../../../src-main/core/host/demo/random'

const BEGINNINGS = [
  ...['Ask', 'Bjørk', 'Bråt', 'Dal', 'Ek', 'Elv', 'Fag', 'Fjell', 'Flat', 'Foss', 'Furu', 'Gran', 'Grøn'],
  ...['Hassel', 'Hav', 'Helle', 'Holt', 'Høg', 'Kirke', 'Klepp', 'Kvern', 'Lang', 'Lauv', 'Lind', 'Lyng'],
  ...['Mo', 'Myr', 'Mørk', 'Ner', 'Nord', 'Ny', 'Opp', 'Rogn', 'Rød', 'Sand', 'Selj', 'Skog', 'Skar', 'Små'],
  ...['Sol', 'Stein', 'Stor', 'Sund', 'Sør', 'Tverr', 'Ut', 'Vest', 'Vik', 'Vind', 'Ytre', 'Øst', 'Øvre', 'Å']
]
const ENDINGS = [
  ...['aas', 'bakk', 'berg', 'bø', 'dal', 'eid', 'engen', 'eng', 'gård', 'hagen', 'haug', 'heim', 'holm'],
  ...[
    'holt',
    'land',
    'li',
    'lund',
    'løkken',
    'moen',
    'nes',
    'rud',
    'seth',
    'stad',
    'tveit',
    'vik',
    'vold',
    'øy'
  ]
]
const FARMS = BEGINNINGS.flatMap((beginning) => ENDINGS.map((ending) => beginning + ending))
/** A hundred family names cover a third of the people of Norway (Statistics Norway); the rest have rarer ones. */
const SHARE_OF_COMMON = 0.35

/** One family name in eight is double. */
export function familyName(chance: Chance): string {
  const single = (): string =>
    chance.isIn(SHARE_OF_COMMON) ? early(names.family, chance) : early(FARMS, chance)
  return chance.isIn(0.125) ? `${single()} ${single()}` : single()
}

/** One given name in three is double. */
export function givenName(sex: 'female' | 'male', chance: Chance): string {
  const single = (): string => early(names[sex], chance)
  return chance.isIn(1 / 3) ? `${single()} ${single()}` : single()
}

/** Names at the front of the list come more often. */
function early(list: readonly string[], chance: Chance): string {
  return list[Math.floor(chance.next() ** 1.5 * list.length)] ?? ''
}

export function home(chance: Chance): { line: string; postalCode: string; city: string } {
  const [postalCode = '', city = ''] = chance.pick(names.places)
  return { line: `${chance.pick(names.streets)} ${chance.between(1, 98)}`, postalCode, city }
}
