const FIRST_CAPACITY = 1_024
/** Fuller than this, and looking for a key takes long. */
const FULLEST = 0.7

/**
 * Numbers texts in the order they come, without keeping them: sixteen bytes for each place of the table, some
 * thirty megabytes for a million texts. A text is known by 85 bits of it, so that among a million two are taken for
 * one another once in 10^13 files.
 */
export class CompactIndex {
  #keys = new Float64Array(FIRST_CAPACITY)
  #checks = new Uint32Array(FIRST_CAPACITY)
  /** The text's number and one; 0: the place is free. */
  #numbers = new Uint32Array(FIRST_CAPACITY)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The number a text was given; -1 where it has none. */
  find(text: string): number {
    const { key, check } = hashesOf(text)
    return (this.#numbers[this.#placeOf(key, check)] ?? 0) - 1
  }

  /** Gives a text its number, or tells the one it has. */
  add(text: string): number {
    if (this.#size >= this.#keys.length * FULLEST) this.#grow()
    const { key, check } = hashesOf(text)
    const place = this.#placeOf(key, check)
    const known = this.#numbers[place] ?? 0
    if (known > 0) return known - 1
    this.#size += 1
    this.#put(place, { key, check, number: this.#size })
    return this.#size - 1
  }

  /** Where the key stands, or the free place where it belongs. */
  #placeOf(key: number, check: number): number {
    const mask = this.#keys.length - 1
    let place = (check ^ (key >>> 0)) & mask
    while (this.#numbers[place] !== 0 && (this.#keys[place] !== key || this.#checks[place] !== check))
      place = (place + 1) & mask
    return place
  }

  #put(place: number, { key, check, number }: { key: number; check: number; number: number }): void {
    this.#keys[place] = key
    this.#checks[place] = check
    this.#numbers[place] = number
  }

  #grow(): void {
    const [keys, checks, numbers] = [this.#keys, this.#checks, this.#numbers]
    const capacity = keys.length * 2
    this.#keys = new Float64Array(capacity)
    this.#checks = new Uint32Array(capacity)
    this.#numbers = new Uint32Array(capacity)
    for (const [place, number] of numbers.entries()) {
      if (number === 0) continue
      const [key = 0, check = 0] = [keys[place], checks[place]]
      this.#put(this.#placeOf(key, check), { key, check, number })
    }
  }
}

/** FNV-1a in three lanes that begin and multiply differently. */
function hashesOf(text: string): { key: number; check: number } {
  let one = 0x811c9dc5
  let two = 0x9e3779b9
  let three = 0x85ebca6b
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charCodeAt(index)
    one = Math.imul(one ^ sign, 0x01000193)
    two = Math.imul(two ^ sign, 0x85ebca77)
    three = Math.imul(three ^ sign, 0xc2b2ae3d)
  }
  one ^= one >>> 15
  two ^= two >>> 13
  three ^= three >>> 16
  return { key: (two >>> 0) * 0x200000 + ((one >>> 0) & 0x1fffff), check: three >>> 0 }
}
