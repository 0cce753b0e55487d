import { expect, it } from 'vitest'
import { isKeyOf, makeKey, openWithRecoveryKey, sealKey } from './key-envelope'
import { formatRecoveryKey } from './recovery-key'

it('gives the key back for the printed recovery key, and holds no key in plain', () => {
  const made = makeKey()
  const envelope = sealKey(made)
  expect(openWithRecoveryKey(envelope, formatRecoveryKey(made.recoverySecret).join(' '))).toEqual(made.key)
  const text = JSON.stringify(envelope)
  for (const encoding of ['hex', 'base64'] as const) {
    expect(text).not.toContain(made.key.toString(encoding))
    expect(text).not.toContain(made.recoverySecret.toString(encoding))
  }
})

it("refuses another clinic's recovery key", () => {
  const other = formatRecoveryKey(makeKey().recoverySecret).join('')
  expect(() => openWithRecoveryKey(sealKey(makeKey()), other)).toThrow('recovery-key-wrong')
})

it('tells a wrong key from the right one without the data', () => {
  const made = makeKey()
  const envelope = sealKey(made)
  expect(isKeyOf(envelope, made.key)).toBe(true)
  expect(isKeyOf(envelope, makeKey().key)).toBe(false)
})
