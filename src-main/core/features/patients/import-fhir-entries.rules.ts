/** A piece of JSON cut out of a file: one object, unread. Null: longer than anything a patient can be. */
export type CutObject = string | null

/** Longer objects hold a photograph or are no patient: they are passed over, not read into memory. */
export const LONGEST_OBJECT = 1_000_000

/** What ends the cutting before the file has ended: it was cut off, or is no Bundle at all. */
export class CutFault extends Error {}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d
const ENTRY = '"entry"'
/** Where the objects of a Bundle's `entry` begin: inside the Bundle and inside the list. */
const ENTRY_DEPTH = 2

/**
 * The entries of a FHIR Bundle one after the other, as text, whatever their number: only the one at hand is in memory.
 * Finds where each object begins and ends and leaves reading it to `JSON.parse`, so that a damaged one costs no other.
 * @throws CutFault when the file ends within the list, or has none
 */
export async function* cutEntries(text: AsyncIterable<string>): AsyncGenerator<CutObject, void, undefined> {
  const cutter = new EntryCutter()
  for await (const chunk of text) yield* cutter.take(chunk)
  if (!cutter.isWhole) throw new CutFault('The Bundle ends before its entries do, or has none.')
}

class EntryCutter {
  #depth = 0
  #isInText = false
  #isEscaped = false
  /** The text at depth one that was read last, and what followed it: the name of the list, when it is one. */
  #name = ''
  #isInList = false
  #wasInList = false
  #object: string | null = ''
  #hasObject = false

  /** The list was there and the Bundle is closed. */
  get isWhole(): boolean {
    return this.#wasInList && !this.#isInList && this.#depth === 0
  }

  *take(chunk: string): Generator<CutObject, void, undefined> {
    let start = 0
    for (let index = 0; index < chunk.length; index += 1) {
      const code = chunk.charCodeAt(index)
      if (this.#isInText) {
        this.#passText(code, chunk[index])
        continue
      }
      if (code === QUOTE) {
        this.#isInText = true
        if (this.#depth === 1) this.#name = '"'
      } else if (code === OPENING_BRACE || code === OPENING_BRACKET) {
        this.#open(code)
        if (this.#isInList && this.#depth === ENTRY_DEPTH + 1) start = index
      } else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) {
        this.#depth -= 1
        if (!this.#isInList) continue
        if (this.#depth === ENTRY_DEPTH) {
          yield this.#finish(chunk.slice(start, index + 1))
          start = index + 1
        } else if (this.#depth < ENTRY_DEPTH) this.#isInList = false
      }
    }
    if (this.#isInList && this.#depth > ENTRY_DEPTH) this.#keep(chunk.slice(start))
  }

  #passText(code: number, sign: string | undefined): void {
    if (this.#depth === 1 && this.#name.length <= ENTRY.length) this.#name += sign ?? ''
    if (this.#isEscaped) this.#isEscaped = false
    else if (code === BACKSLASH) this.#isEscaped = true
    else if (code === QUOTE) this.#isInText = false
  }

  #open(code: number): void {
    const isList = this.#depth === 1 && code === OPENING_BRACKET && this.#name === ENTRY
    this.#depth += 1
    if (!isList) return
    this.#isInList = true
    this.#wasInList = true
  }

  #keep(text: string): void {
    const longer: string | null =
      this.#hasObject && this.#object === null ? null : (this.#object ?? '') + text
    this.#hasObject = true
    this.#object = longer !== null && longer.length > LONGEST_OBJECT ? null : longer
  }

  #finish(rest: string): CutObject {
    this.#keep(rest)
    const whole = this.#object
    this.#object = ''
    this.#hasObject = false
    return whole
  }
}
