import { searchTokens } from '../patients'

/** Spellings that Norwegian, Danish and Dutch names share a sound in, applied in this order to a folded word. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/[^a-z]/g, ''],
  // Meijer, Meyer, Meier; Dijkstra, Dykstra.
  [/[ea]?ij|[ea][yi]/g, 'e'],
  [/sch(?=[mnlvw])/g, 's'],
  [/sch|ch|ck|q/g, 'k'],
  [/ph/g, 'f'],
  [/th|dt/g, 't'],
  [/c(?=[eiy])|z/g, 's'],
  [/c/g, 'k'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  // Hjalmar, Gjertsen, Hvidsten: the first letter is not heard.
  [/^[hg](?=j)|^h(?=v)/, ''],
  // Kierstad, Kjærstad.
  [/([kg])[ij](?=[aou])/g, '$1'],
  // Knudsen, Knutsen.
  [/d(?=s)/g, 't'],
  // Lund, Nordli, Hendrik: not heard at the end or before another consonant.
  [/([nlr])d(?=[^aeiouy]|$)/g, '$1'],
  [/s[oe]n$/, 'sen'],
  [/([eiy])[eiy]+/g, '$1'],
  [/[eiy]/g, 'e'],
  [/[ou]+/g, 'o'],
  [/(.)\1+/g, '$1'],
  // Anne, Anna, Ane; Marie, Mari, Maria.
  [/(?<=.{2})[aeo]+$/, '']
]

const MOST_REMEMBERED = 50_000
const remembered = new Map<string, string>()

/**
 * How a folded word sounds: the same text for Christensen and Kristensen, Jacobsen and Jakobsen, Thorbjørn and
 * Torbjørn, Nielsen and Nilsen, Meijer and Meyer. Vowels stay in three groups (a; e, i, y; o, u), so that Mona is not
 * Mina; a word that is nothing but signs sounds like itself.
 */
export function soundOf(word: string): string {
  const known = remembered.get(word)
  if (known !== undefined) return known
  const sound = SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), word) || word
  // The few thousand names of a register come again and again.
  if (remembered.size < MOST_REMEMBERED) remembered.set(word, sound)
  return sound
}

/** Small words that stand before Dutch, German, Arabic and noble names; one leaves them out, another writes them. */
const PARTICLES: ReadonlySet<string> = new Set(
  'van von de der den des del di da du la le el al ter ten te af av bin ibn'.split(' ')
)

/** The folded words of a name without particles, unless it has nothing else. */
export function nameWordsOf(name: string): string[] {
  const words = searchTokens(name)
  const carrying = words.filter((word) => !PARTICLES.has(word))
  return carrying.length > 0 ? carrying : words
}

export type NameLikeness = 'same' | 'sounds' | 'part' | 'initial' | 'unknown' | 'differs'

/**
 * How alike two family names or two given names are. `same`: every word of the shorter one stands in the longer, as
 * with a middle name left out. `part`: they share a word. `unknown`: one is not there.
 */
export function likenessOf(one: string, other: string): NameLikeness {
  const [shorter = [], longer = []] = [nameWordsOf(one), nameWordsOf(other)].sort(
    (a, b) => a.length - b.length
  )
  if (shorter.length === 0) return 'unknown'
  if (isWithin(shorter, longer) || shorter.join('') === longer.join('')) return 'same'
  const sounds = longer.map(soundOf)
  const heard = shorter.map(soundOf)
  if (isWithin(heard, sounds) || soundOf(shorter.join('')) === soundOf(longer.join(''))) return 'sounds'
  if (isInitialOf(shorter, longer) || isInitialOf(longer, shorter)) return 'initial'
  return heard.some((sound) => sounds.includes(sound)) ? 'part' : 'differs'
}

function isWithin(shorter: readonly string[], longer: readonly string[]): boolean {
  return shorter.every((word) => longer.includes(word))
}

function isInitialOf([initial = '', ...others]: readonly string[], [word = '']: readonly string[]): boolean {
  return initial.length === 1 && others.length === 0 && word.startsWith(initial)
}
