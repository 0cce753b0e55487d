import { answerWordsOf, saidWords } from './reply-word.rules'

/**
 * What a reply says about whose number it is. `right` and `wrong` are said in words that mean nothing else; `yes` and
 * `no` may be meant for whatever was written last.
 */
export type CheckWord = 'right' | 'wrong' | 'yes' | 'no'

/** In all five languages wherever the patient lives: people answer in the language they think in. */
const RIGHT =
  words(`stemmer stemmar stemt stemte passer passar klopt klopte correct korrekt riktig rett rigtig
  juist right`)
const WRONG = words(`feil feilt gal galt forkert fejl fout verkeerd onjuist wrong incorrect`)
const NOT = words(`ikke ikkje ikkj ej ikk niet not isnt`)
/** What grammar puts around them; a reply that names a number is for the desk. */
const AROUND = words(`nummer nummeret numre telefon telefonen telefonnummer telefonnummeret mobil mobilen
  mobilnummer mobilnummeret tlf nr telefoonnummer nummert phone cell er es is dit deze dette denne this that thats it its
  fortsatt framleis stadig nog still person personen persoon`)

/** Null when it says anything else: "Stemmer, men jeg flytter" is for the desk. */
export function checkWordOf(text: string): CheckWord | null {
  const said = saidWords(text)
  if (said === null) return null
  const has = (set: ReadonlySet<string>): boolean => said.some((word) => set.has(word))
  const others = said.filter((word) => ![RIGHT, WRONG, NOT, AROUND].some((set) => set.has(word)))
  const answer = answerWordsOf(others)
  if (!answer) return null
  return meantBy({ ...answer, isRight: has(RIGHT), isWrong: has(WRONG), isNot: has(NOT) })
}

interface Said {
  readonly isYes: boolean
  readonly isNo: boolean
  readonly isRight: boolean
  readonly isWrong: boolean
  readonly isNot: boolean
}

/** Only what can be meant in one way: "feil, stemmer" and "ikke feil" are for the desk. */
function meantBy({ isYes, isNo, isRight, isWrong, isNot }: Said): CheckWord | null {
  if (isYes && (isNo || isWrong || isNot)) return null
  if (isWrong) return isRight || isNot ? null : 'wrong'
  if (isNot) return 'wrong'
  if (isRight) return isNo ? null : 'right'
  if (isYes) return 'yes'
  return isNo ? 'no' : null
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}
