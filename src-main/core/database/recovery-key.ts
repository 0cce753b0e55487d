import { AppError } from '../platform/app-error'

/** Crockford's base 32: no I, L, O or U, so that a handwritten key is read back as it was written. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUP_DATA_CHARACTERS = 4
export const RECOVERY_KEY_BYTES = 20
const GROUPS = (RECOVERY_KEY_BYTES * 8) / 5 / GROUP_DATA_CHARACTERS

/** The recovery key as it is printed: eight groups of four characters and one check character. */
export function formatRecoveryKey(secret: Buffer): string[] {
  const characters = toBase32(secret)
  return Array.from({ length: GROUPS }, (_, index) => {
    const data = characters.slice(index * GROUP_DATA_CHARACTERS, (index + 1) * GROUP_DATA_CHARACTERS)
    return data + checkCharacter(data, index)
  })
}

/**
 * Reads a typed recovery key: spaces and hyphens are free, O is read as 0, I and L as 1.
 * @throws AppError `recovery-key-length`; `recovery-key-group` with the number of the first group that was misread.
 */
export function parseRecoveryKey(text: string): Buffer {
  const characters = normalizeGroup(text)
  const groupLength = GROUP_DATA_CHARACTERS + 1
  if (characters.length !== GROUPS * groupLength) {
    throw new AppError('recovery-key-length', { found: characters.length, expected: GROUPS * groupLength })
  }
  let data = ''
  for (let index = 0; index < GROUPS; index += 1) {
    const group = characters.slice(index * groupLength, (index + 1) * groupLength)
    const groupData = group.slice(0, GROUP_DATA_CHARACTERS)
    if (group.at(-1) !== checkCharacter(groupData, index))
      throw new AppError('recovery-key-group', { group: index + 1 })
    data += groupData
  }
  return fromBase32(data)
}

/** What a person typed, without what does not count. */
export function normalizeGroup(text: string): string {
  return text
    .toUpperCase()
    .replaceAll(/[\s\u00AD\u2010-\u2015-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
}

/** Position counts, so that two groups in the wrong order are noticed; weights differ, so that two swapped characters are. */
function checkCharacter(data: string, group: number): string {
  const sum = [...data].reduce(
    (total, character, index) => total + ALPHABET.indexOf(character) * (2 * index + 3),
    group * 7
  )
  return ALPHABET.charAt(((sum % 31) + 31) % 31)
}

function toBase32(bytes: Buffer): string {
  let value = BigInt(`0x${bytes.toString('hex')}`)
  let text = ''
  for (let index = 0; index < (bytes.length * 8) / 5; index += 1) {
    text = ALPHABET.charAt(Number(value & 31n)) + text
    value >>= 5n
  }
  return text
}

function fromBase32(text: string): Buffer {
  let value = 0n
  for (const character of text) {
    const digit = ALPHABET.indexOf(character)
    if (digit < 0) throw new AppError('recovery-key-wrong')
    value = (value << 5n) | BigInt(digit)
  }
  return Buffer.from(value.toString(16).padStart(RECOVERY_KEY_BYTES * 2, '0'), 'hex')
}
