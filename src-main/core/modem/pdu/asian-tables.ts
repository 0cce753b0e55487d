// The shift tables of 3GPP TS 23.038 annex A for the languages of India and Pakistan. All of one kind share their
// punctuation, digits and Latin letters; what differs is written here as offsets into the script's Unicode block.

/** Stands for the next letter of the script, in the order of the septets. */
const letter = '·'
/** A place the standard leaves empty. */
const nothing = '--'

const lockingPattern =
  '··········\n··\r·············\u001b···· !······)(··,·.·0123456789:;···?' +
  `${letter.repeat(33)}abcdefghijklmnopqrstuvwxyz·····`

const singlePattern =
  '@£$¥¿"¤%&\'\f*+\0-/<=>¡^¡_#*··\0············{}·····\\············[~]·' +
  `|ABCDEFGHIJKLMNOPQRSTUVWXYZ${'\0'.repeat(10)}€`

interface Script {
  /** First code point of its Unicode block. */
  readonly block: number
  /** Two digits are an offset into the block, four a code point elsewhere. */
  readonly locking: string
  readonly single: string
}

const bengali: Script = {
  block: 0x0980,
  locking:
    '01 02 03 05 06 07 08 09 0A 0B 0C -- -- 0F 10 -- -- 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F 20 21 22 23 24 25 ' +
    '26 27 28 -- 2A 2B 2C 2D 2E 2F 30 -- 32 -- -- -- 36 37 38 39 3C 3D 3E 3F 40 41 42 43 44 -- -- 47 48 -- -- 4B ' +
    '4C 4D 4E 57 5C 5D 70 71',
  single: '66 67 68 69 6A 6B 6C 6D 6E 6F 5F 60 61 62 63 72 73 74 75 76 77 78 79 7A'
}

const gujarati: Script = {
  block: 0x0a80,
  locking:
    '01 02 03 05 06 07 08 09 0A 0B 0C 0D -- 0F 10 11 -- 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F 20 21 22 23 24 25 ' +
    '26 27 28 -- 2A 2B 2C 2D 2E 2F 30 -- 32 33 -- 35 36 37 38 39 3C 3D 3E 3F 40 41 42 43 44 45 -- 47 48 49 -- 4B ' +
    '4C 4D 50 60 61 62 63 71',
  single: '0964 0965 66 67 68 69 6A 6B 6C 6D 6E 6F'
}

const hindi: Script = {
  block: 0x0900,
  locking:
    '01 02 03 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F 20 21 22 23 24 25 ' +
    '26 27 28 29 2A 2B 2C 2D 2E 2F 30 31 32 33 34 35 36 37 38 39 3C 3D 3E 3F 40 41 42 43 44 45 46 47 48 49 4A 4B ' +
    '4C 4D 50 72 7B 7C 7E 7F',
  single: '64 65 66 67 68 69 6A 6B 6C 6D 6E 6F 51 52 53 54 58 59 5A 5B 5C 5D 5E 5F 60 61 62 63 70 71'
}

const kannada: Script = {
  block: 0x0c80,
  // The published table repeats 2A (pa) where the alphabet has 21 (dda); telephones send the latter.
  locking:
    '-- 02 03 05 06 07 08 09 0A 0B 0C -- 0E 0F 10 -- 12 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F 20 21 22 23 24 25 ' +
    '26 27 28 -- 2A 2B 2C 2D 2E 2F 30 31 32 33 -- 35 36 37 38 39 3C 3D 3E 3F 40 41 42 43 44 -- 46 47 48 -- 4A 4B ' +
    '4C 4D 55 56 60 61 62 63',
  single: '0964 0965 66 67 68 69 6A 6B 6C 6D 6E 6F 5E 71 72'
}

const malayalam: Script = {
  block: 0x0d00,
  locking:
    '-- 02 03 05 06 07 08 09 0A 0B 0C -- 0E 0F 10 -- 12 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F 20 21 22 23 24 25 ' +
    '26 27 28 -- 2A 2B 2C 2D 2E 2F 30 31 32 33 34 35 36 37 38 39 -- 3D 3E 3F 40 41 42 43 44 -- 46 47 48 -- 4A 4B ' +
    '4C 4D 57 60 61 62 63 79',
  single: '0964 0965 66 67 68 69 6A 6B 6C 6D 6E 6F 70 71 72 73 74 75 7A 7B 7C 7D 7E 7F'
}

const oriya: Script = {
  block: 0x0b00,
  locking:
    '01 02 03 05 06 07 08 09 0A 0B 0C -- -- 0F 10 -- -- 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F 20 21 22 23 24 25 ' +
    '26 27 28 -- 2A 2B 2C 2D 2E 2F 30 -- 32 33 -- 35 36 37 38 39 3C 3D 3E 3F 40 41 42 43 44 -- -- 47 48 -- -- 4B ' +
    '4C 4D 56 57 60 61 62 63',
  single: '0964 0965 66 67 68 69 6A 6B 6C 6D 6E 6F 5C 5D 5F 70 71'
}

const punjabi: Script = {
  block: 0x0a00,
  locking:
    '01 02 03 05 06 07 08 09 0A -- -- -- -- 0F 10 -- -- 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F 20 21 22 23 24 25 ' +
    '26 27 28 -- 2A 2B 2C 2D 2E 2F 30 -- 32 33 -- 35 36 -- 38 39 3C -- 3E 3F 40 41 42 -- -- -- -- 47 48 -- -- 4B ' +
    '4C 4D 51 70 71 72 73 74',
  single: '0964 0965 66 67 68 69 6A 6B 6C 6D 6E 6F 59 5A 5B 5C 5E 75'
}

const tamil: Script = {
  block: 0x0b80,
  locking:
    '-- 02 03 05 06 07 08 09 0A -- -- -- 0E 0F 10 -- 12 13 14 15 -- -- -- 19 1A -- 1C -- 1E 1F -- -- -- 23 24 -- ' +
    '-- -- 28 29 2A -- -- -- 2E 2F 30 31 32 33 34 35 36 37 38 39 -- -- 3E 3F 40 41 42 -- -- -- 46 47 48 -- 4A 4B ' +
    '4C 4D 50 57 70 71 72 79',
  single: '0964 0965 66 67 68 69 6A 6B 6C 6D 6E 6F 73 74 75 76 77 78 7A'
}

const telugu: Script = {
  block: 0x0c00,
  locking:
    '01 02 03 05 06 07 08 09 0A 0B 0C -- 0E 0F 10 -- 12 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F 20 21 22 23 24 25 ' +
    '26 27 28 -- 2A 2B 2C 2D 2E 2F 30 31 32 33 -- 35 36 37 38 39 -- 3D 3E 3F 40 41 42 43 44 -- 46 47 48 -- 4A 4B ' +
    '4C 4D 55 56 60 61 62 63',
  single: '-- -- 66 67 68 69 6A 6B 6C 6D 6E 6F 58 59 78 79 7A 7B 7C 7D 7E 7F'
}

const urdu: Script = {
  block: 0x0600,
  locking:
    '27 22 28 7B 80 7E A6 2A C2 7F 79 7D 7A 7C 2B 2C 81 84 83 85 86 87 2D 2E 2F 8C 88 89 8A 8F 8D 30 31 91 93 99 ' +
    '32 96 98 9A 33 34 35 36 37 38 39 41 42 A9 AA AB AF B3 B1 44 45 46 BA BB BC 48 C4 D5 C1 BE 21 CC D0 D2 4D 50 ' +
    '4F 57 54 55 51 53 56 70',
  single: '00 01 F0 F1 F2 F3 F4 F5 F6 F7 F8 F9 0C 0D 0E 0F 10 11 12 13 14 1B 1F 40 52 58 6B 6C 72 73 CD D4'
}

/** By national language identifier, TS 23.038 § 6.2.1.2.4. */
const scripts: readonly (readonly [number, Script])[] = [
  [4, bengali],
  [5, gujarati],
  [6, hindi],
  [7, kannada],
  [8, malayalam],
  [9, oriya],
  [10, punjabi],
  [11, tamil],
  [12, telugu],
  [13, urdu]
]

/** Puts a script's letters into the pattern, `otherwise` where the standard has none. */
function fill(pattern: string, { block }: Script, offsets: string, otherwise: string): string {
  const letters = offsets.split(' ').values()
  return pattern.replaceAll(letter, () => {
    const offset = letters.next().value ?? nothing
    if (offset === nothing) return otherwise
    return String.fromCharCode(Number.parseInt(offset, 16) + (offset.length === 2 ? block : 0))
  })
}

function definedPlaces(table: string): ReadonlyMap<number, string> {
  return new Map(Array.from(table, (character, septet) => [septet, character] as const).filter(isDefined))
}

function isDefined([, character]: readonly [number, string]): boolean {
  return character !== '\0'
}

/** Annex A.3.4–A.3.13: a full table each, with a space where the standard has nothing. */
export const asianLockingTables = scripts.map(
  ([id, script]) => [id, fill(lockingPattern, script, script.locking, ' ')] as const
)

/** Annex A.2.4–A.2.13: what is not defined is shown by the basic table. */
export const asianSingleTables = scripts.map(
  ([id, script]) => [id, definedPlaces(fill(singlePattern, script, script.single, '\0'))] as const
)
