import { describe, expect, it } from 'vitest'
import { parseEmail } from './email.rules'

describe('e-mail addresses', () => {
  it.each([
    ['kari.nordmann@example.test', 'kari.nordmann@example.test'],
    [' þór.63@Example.TEST ', 'þór.63@example.test'],
    ['aïcha.43@example.test', 'aïcha.43@example.test'],
    ["o'brien+desk@post.example.test", "o'brien+desk@post.example.test"],
    ['kari@blåbær.test', 'kari@blåbær.test'],
    ['kari@xn--blbr-roah.test', 'kari@xn--blbr-roah.test'],
    ['a@example.xn--p1ai', 'a@example.xn--p1ai']
  ])('accepts "%s"', (text, email) => {
    expect(parseEmail(text)).toEqual({ ok: true, email })
  })

  it.each([
    'ikke en adresse',
    'kari',
    'kari@',
    '@example.test',
    'kari@example',
    'kari@@example.test',
    'kari.@example.test',
    '.kari@example.test',
    'ka..ri@example.test',
    'kari@-example.test',
    'kari@example..test',
    'kari@example.t',
    'kari@192.168.1.1',
    'kari nordmann@example.test',
    'kari@example.test, ola@example.test',
    '<kari@example.test>',
    '"kari"@example.test',
    'kari@example.test.',
    `${'å'.repeat(33)}@example.test`,
    `kari@${'a'.repeat(64)}.test`
  ])('refuses "%s"', (text) => {
    expect(parseEmail(text)).toEqual({ ok: false, code: 'email' })
  })

  it('tells a missing address from a wrong one', () => {
    expect(parseEmail(' ')).toEqual({ ok: false, code: 'email-missing' })
  })
})
