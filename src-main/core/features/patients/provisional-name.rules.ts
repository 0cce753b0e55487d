import type { Sex } from '@contract/patients'
import type { Language } from '@contract/values'

interface Words {
  readonly newborn: string
  /** Between the child and the mother's name. */
  readonly of: string
  readonly boy: string
  readonly girl: string
  readonly child: string
  readonly unknown: string
  readonly man: string
  readonly woman: string
  readonly person: string
  readonly about: string
}

/** A name is part of the record and does not change with who reads it, so it is in the clinic's language. */
const WORDS: Record<Language, Words> = {
  nb: {
    newborn: 'Nyfødt',
    of: 'av',
    boy: 'gutt',
    girl: 'jente',
    child: 'barn',
    unknown: 'Ukjent',
    man: 'mann',
    woman: 'kvinne',
    person: 'person',
    about: 'ca.'
  },
  nn: {
    newborn: 'Nyfødd',
    of: 'av',
    boy: 'gut',
    girl: 'jente',
    child: 'barn',
    unknown: 'Ukjend',
    man: 'mann',
    woman: 'kvinne',
    person: 'person',
    about: 'ca.'
  },
  da: {
    newborn: 'Nyfødt',
    of: 'af',
    boy: 'dreng',
    girl: 'pige',
    child: 'barn',
    unknown: 'Ukendt',
    man: 'mand',
    woman: 'kvinde',
    person: 'person',
    about: 'ca.'
  },
  nl: {
    newborn: 'Pasgeboren',
    of: 'van',
    boy: 'jongen',
    girl: 'meisje',
    child: 'kind',
    unknown: 'Onbekend',
    man: 'man',
    woman: 'vrouw',
    person: 'persoon',
    about: 'ca.'
  },
  en: {
    newborn: 'Newborn',
    of: 'of',
    boy: 'boy',
    girl: 'girl',
    child: 'child',
    unknown: 'Unknown',
    man: 'man',
    woman: 'woman',
    person: 'person',
    about: 'about'
  }
}

/** From here somebody unknown is no longer called a boy or a girl. */
const GROWN_UP = 16

export interface ProvisionalName {
  readonly familyName: string
  readonly givenName: string
}

/**
 * What a child is called until it has a name: `Nyfødt, gutt av Kari` with the mother's family name, so that it is found
 * and sorted beside her. A second one of the same sex gets its number: twins must not be taken for each other.
 */
export function newbornName(
  mother: ProvisionalName,
  { sex, language, ordinal }: { sex: Sex; language: Language; ordinal: number }
): ProvisionalName {
  const words = WORDS[language]
  const child = ordinal === 1 ? childWord(sex, words) : `${childWord(sex, words)} ${ordinal}`
  const of = mother.givenName === '' ? '' : ` ${words.of} ${mother.givenName}`
  return { familyName: mother.familyName, givenName: `${words.newborn}, ${child}${of}` }
}

/**
 * What somebody is called who cannot say who they are: `Ukjent mann ca. 40`. Another one like it gets a number.
 * `age`: guessed, in years.
 */
export function unknownName({
  sex,
  age,
  language,
  ordinal
}: {
  sex: Sex
  age: number | null
  language: Language
  ordinal: number
}): ProvisionalName {
  const words = WORDS[language]
  const who = age !== null && age < GROWN_UP ? childWord(sex, words) : grownUpWord(sex, words)
  const about = age === null ? '' : ` ${words.about} ${age}`
  const number = ordinal === 1 ? '' : ` (${ordinal})`
  return { familyName: `${words.unknown} ${who}${about}${number}`, givenName: '' }
}

function childWord(sex: Sex, { boy, girl, child }: Words): string {
  if (sex === 'male') return boy
  return sex === 'female' ? girl : child
}

function grownUpWord(sex: Sex, { man, woman, person }: Words): string {
  if (sex === 'male') return man
  return sex === 'female' ? woman : person
}
