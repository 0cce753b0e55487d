import { lockingShiftTables, singleShiftTables } from './national-tables'

/** The septet that announces a character of the extension table. */
export const escapeSeptet = 0x1b

/** GSM 7-bit default alphabet, 3GPP TS 23.038 § 6.2.1; the index is the septet. */
export const defaultAlphabet =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

/** The extension table, 3GPP TS 23.038 § 6.2.1.1. */
export const extensionAlphabet: ReadonlyMap<number, string> = new Map([
  [0x0a, '\f'],
  [0x14, '^'],
  [0x28, '{'],
  [0x29, '}'],
  [0x2f, '\\'],
  [0x3c, '['],
  [0x3d, '~'],
  [0x3e, ']'],
  [0x40, '|'],
  [0x65, '€']
])

const septetsByCharacter = new Map<string, readonly number[]>([
  ...Array.from(defaultAlphabet, (character, septet) => [character, [septet]] as const).filter(
    ([, [septet]]) => septet !== escapeSeptet
  ),
  ...Array.from(extensionAlphabet, ([septet, character]) => [character, [escapeSeptet, septet]] as const)
])

/** One or two septets for a character, or null where the default alphabet lacks it (then the text needs UCS-2). */
export function septetsOf(character: string): readonly number[] | null {
  return septetsByCharacter.get(character) ?? null
}

/** National language tables named by a received user data header (TS 23.038 annex A); 0 is the default alphabet. */
export interface ShiftTables {
  readonly locking: number
  readonly single: number
}

/** Septets to text. An unknown escape shows the character of the basic table, as TS 23.038 § 6.2.1.1 asks. */
export function textOfSeptets(
  septets: readonly number[],
  tables: ShiftTables = { locking: 0, single: 0 }
): string {
  const basic = lockingShiftTables.get(tables.locking) ?? defaultAlphabet
  const single = singleShiftTables.get(tables.single) ?? extensionAlphabet
  let text = ''
  for (let index = 0; index < septets.length; index += 1) {
    const septet = septets[index] ?? 0
    if (septet !== escapeSeptet) {
      text += basic[septet] ?? ''
      continue
    }
    index += 1
    const escaped = septets[index]
    if (escaped === undefined) break
    text += shiftedCharacter(escaped, basic, single)
  }
  return text
}

function shiftedCharacter(septet: number, basic: string, single: ReadonlyMap<number, string>): string {
  // An escape after an escape is kept for tables to come and shown as a space until then (§ 6.2.1.1, note 1).
  if (septet === escapeSeptet) return ' '
  return single.get(septet) ?? extensionAlphabet.get(septet) ?? basic[septet] ?? ' '
}
