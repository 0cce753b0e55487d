/** What a reply says about appointments, when it says that and nothing else. */
export interface ReplyWords {
  readonly isYes: boolean
  readonly isCancel: boolean
  readonly isNo: boolean
  readonly isAll: boolean
  /** Numbers of a list; 0 stands for none of it. */
  readonly numbers: readonly number[]
}

/** In all five languages wherever the patient lives: people answer in the language they think in. */
const YES =
  words(`ja ok okay okey oki yes jepp jo bekreft bekrefter bekreftet stadfest stadfestar bekræft bekræfter
  bekræftet bevestig bevestigd bevestigen confirm confirmed 👍`)
const CANCEL =
  words(`avbud avbestill avbestiller avbestille avbestilling avlys avlyse avlyser kanseller kansellere
  kansellerer afbud aflys aflyse aflyser afbestil afbestille afbestiller afzeggen afzegging annuleer annuleren
  annulering cancel cancelled cancellation`)
const NO = words('nei nej nee no nope ingen ingenting geen none behold behalde beholde behouden keep')
const ALL = words('alle alt begge allebei all both')
/** What politeness and grammar put around them. */
const AROUND =
  words(`takk tak bedankt dank thanks thank you u please hei hej hoi hello hi mvh hilsen jeg eg ik i vil
  will kommer kjem kom come der da det den så melde meld timen time tid tiden min mitt mine din avtale avtalen aftale
  aftalen afspraak de mijn the my appointment appointments timene tidene nr nummer number og en and`)

/** A longer reply says more than one thing, and is for the desk. */
const MOST_WORDS = 8

/** Null when the text says anything else: "Ja, men kan jeg komme en time senere?" is for the desk. */
export function replyWordsOf(text: string): ReplyWords | null {
  const reply = knownWordsOf(text)
  return reply && isMeant(reply) ? reply : null
}

/** A yes or a no that names nothing: to whatever was said last. */
export function isBare({ isCancel, isAll, numbers }: ReplyWords): boolean {
  return !isCancel && !isAll && numbers.length === 0
}

/** A yes or a no to an offer, with the number that tells it from others; null when it is neither. */
export function offerAnswerOf(
  text: string
): { readonly isYes: boolean; readonly number: number | null } | null {
  const reply = knownWordsOf(text)
  if (!reply || reply.isCancel || reply.isAll || reply.isYes === reply.isNo || reply.numbers.length > 1)
    return null
  return { isYes: reply.isYes, number: reply.numbers[0] ?? null }
}

/** What is left of a reply besides words of another meaning: a yes, a no, or nothing but politeness; null for anything else. */
export function answerWordsOf(
  said: readonly string[]
): { readonly isYes: boolean; readonly isNo: boolean } | null {
  const isKnown = said.every((word) => [YES, NO, AROUND].some((set) => set.has(word)))
  if (!isKnown) return null
  return { isYes: said.some((word) => YES.has(word)), isNo: said.some((word) => NO.has(word)) }
}

function knownWordsOf(text: string): ReplyWords | null {
  const said = saidWords(text)
  if (!said) return null
  const numbers = said.filter((word) => /^\d$/.test(word)).map(Number)
  const has = (set: ReadonlySet<string>): boolean => said.some((word) => set.has(word))
  const isKnown = said.every(
    (word) => /^\d$/.test(word) || [YES, CANCEL, NO, ALL, AROUND].some((set) => set.has(word))
  )
  const reply = { isYes: has(YES), isCancel: has(CANCEL), isNo: has(NO), isAll: has(ALL), numbers }
  return isKnown ? reply : null
}

/** Something is said, and it does not contradict itself: "nei, ja" is for the desk too. */
function isMeant({ isYes, isCancel, isNo, isAll, numbers }: ReplyWords): boolean {
  if (isNo) return !isYes && !isCancel && !isAll && numbers.every((number) => number === 0)
  if (numbers.includes(0)) return numbers.length === 1 && !isYes && !isCancel && !isAll
  return isYes || isCancel || isAll || numbers.length > 0
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}

export type Answer =
  | { readonly kind: 'none' }
  /** Numbers of the list. */
  | { readonly kind: 'these'; readonly numbers: readonly number[] }
  | { readonly kind: 'unclear' }

export interface AskedQuestion {
  readonly kind: 'confirm' | 'cancel'
  /** How many appointments the question named. */
  readonly count: number
  /** A text about appointments has left since: a bare "yes" may be meant for that one. */
  readonly isOvertaken: boolean
}

/** What a reply answers to a question. Only what can be meant in one way counts. */
export function answerOf(reply: ReplyWords, { kind, count, isOvertaken }: AskedQuestion): Answer {
  if (reply.isNo || reply.numbers[0] === 0) return { kind: 'none' }
  if (reply.isAll) return reply.numbers.length === 0 ? { kind: 'these', numbers: range(count) } : UNCLEAR
  if (reply.numbers.length > 0) {
    const isOnList = reply.numbers.every((number) => number <= count)
    return isOnList ? { kind: 'these', numbers: [...new Set(reply.numbers)] } : UNCLEAR
  }
  if (count > 1) return UNCLEAR
  if (kind === 'cancel' && reply.isCancel) return { kind: 'these', numbers: [1] }
  return reply.isYes && !isOvertaken ? { kind: 'these', numbers: [1] } : UNCLEAR
}

const UNCLEAR = { kind: 'unclear' } as const satisfies Answer

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}

/** The words of a short reply as they are compared, a thumb among them; null where there are none, or more than eight. */
export function saidWords(text: string): string[] | null {
  const said = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}👍]+/u)
    .filter((word) => word !== '')
  return said.length === 0 || said.length > MOST_WORDS ? null : said
}
