export type Alphabet = 'gsm7' | '8bit' | 'ucs2'

export interface DataCoding {
  readonly alphabet: Alphabet
  /** Message class 0 (shown at once) to 3; null when the sender gave none. */
  readonly messageClass: number | null
  readonly isCompressed: boolean
}

const alphabets = ['gsm7', '8bit', 'ucs2', 'gsm7'] as const

/** Reads TP-DCS, 3GPP TS 23.038 § 4. Reserved groups are read as the default alphabet, as the standard asks. */
export function readDataCoding(octet: number): DataCoding {
  const group = octet >> 4
  if (group <= 7) {
    return {
      alphabet: alphabets[(octet >> 2) & 3] ?? 'gsm7',
      messageClass: (octet & 0x10) === 0 ? null : octet & 3,
      isCompressed: (octet & 0x20) !== 0
    }
  }
  if (group === 0xe) return { alphabet: 'ucs2', messageClass: null, isCompressed: false }
  if (group === 0xf) {
    return { alphabet: (octet & 4) === 0 ? 'gsm7' : '8bit', messageClass: octet & 3, isCompressed: false }
  }
  return { alphabet: 'gsm7', messageClass: null, isCompressed: false }
}
