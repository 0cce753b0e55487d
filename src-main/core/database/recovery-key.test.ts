import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatRecoveryKey, parseRecoveryKey, RECOVERY_KEY_BYTES } from './recovery-key'

const secrets = fc
  .uint8Array({ minLength: RECOVERY_KEY_BYTES, maxLength: RECOVERY_KEY_BYTES })
  .map((bytes) => Buffer.from(bytes))

it('reads back every key it prints, however it is spaced and cased', () => {
  fc.assert(
    fc.property(secrets, fc.constantFrom(' ', '-', '', ' – '), (secret, separator) => {
      const typed = formatRecoveryKey(secret).join(separator).toLowerCase()
      expect(parseRecoveryKey(typed)).toEqual(secret)
    })
  )
})

it('reads O as 0 and I and L as 1', () => {
  const printed = formatRecoveryKey(Buffer.alloc(RECOVERY_KEY_BYTES)).join('-')
  expect(parseRecoveryKey(printed.replaceAll('0', 'O'))).toEqual(Buffer.alloc(RECOVERY_KEY_BYTES))
})

it('names the group with a mistyped character', () => {
  fc.assert(
    fc.property(
      secrets,
      fc.integer({ min: 0, max: 7 }),
      fc.integer({ min: 0, max: 3 }),
      (secret, group, place) => {
        const groups = formatRecoveryKey(secret)
        const old = groups[group]?.[place] ?? ''
        const next = old === '7' ? '8' : '7'
        groups[group] = (groups[group] ?? '').slice(0, place) + next + (groups[group] ?? '').slice(place + 1)
        expect(() => parseRecoveryKey(groups.join('-'))).toThrow(
          expect.objectContaining({ code: 'recovery-key-group', parameters: { group: group + 1 } })
        )
      }
    )
  )
})

it('notices two groups in the wrong order', () => {
  const groups = formatRecoveryKey(Buffer.from('00112233445566778899aabbccddeeff01234567', 'hex'))
  const [first = '', second = '', ...rest] = groups
  expect(() => parseRecoveryKey([second, first, ...rest].join('-'))).toThrow('recovery-key-group')
})

it('says how many characters it wants', () => {
  expect(() => parseRecoveryKey('ABCD')).toThrow(
    expect.objectContaining({ parameters: { found: 4, expected: 40 } })
  )
})
