import { answerWordsOf, saidWords } from './reply-word.rules'

/**
 * What a reply says about a consent. `agree` and `refuse` are said in words that mean nothing else; `yes` and `no` may
 * be meant for whatever was written last.
 */
export type ConsentWord = 'agree' | 'refuse' | 'yes' | 'no'

/** In all five languages wherever the patient lives: people answer in the language they think in. */
const AGREE =
  words(`samtykker samtykkjer samtykkje samtykke samtykket samtykt toestemming akkoord agree agreed
  consent accept`)
const NOT = words('ikke ikkje ikkj ej ikk niet geen dont not')
const AROUND = words('det dette dit hiermee met til this that do give gir gjev giver geef ga')

/** Null when it says anything else: "Samtykker, men bare til påminnelser" is for the desk. */
export function consentWordOf(text: string): ConsentWord | null {
  const said = saidWords(text)
  if (said === null) return null
  const has = (set: ReadonlySet<string>): boolean => said.some((word) => set.has(word))
  const others = said.filter((word) => ![AGREE, NOT, AROUND].some((set) => set.has(word)))
  const answer = answerWordsOf(others)
  if (!answer || (answer.isYes && (answer.isNo || has(NOT)))) return null
  if (has(AGREE)) return has(NOT) || answer.isNo ? 'refuse' : 'agree'
  if (has(NOT)) return null
  if (answer.isYes) return 'yes'
  return answer.isNo ? 'no' : null
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}
