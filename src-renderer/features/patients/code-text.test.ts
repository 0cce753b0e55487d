import { describe, expect, it } from 'vitest'
import { codeDigits, countdown, secondsUntil } from './code-text'

describe('a one-time code as it is typed', () => {
  it.each(['123456', '123 456', ' 12 34 56 ', '123\u200b456', '123\u00a0456', '123-456', '\ufeff123456\n'])(
    'reads %j as six digits',
    (text) => {
      expect(codeDigits(text)).toBe('123456')
    }
  )

  it('leaves letters to be refused by the core', () => {
    expect(codeDigits('12b456')).toBe('12b456')
  })
})

describe('the time a code is valid', () => {
  const now = Date.parse('2026-12-03T10:00:00Z')

  it('counts down to nothing and stays there', () => {
    expect(secondsUntil('2026-12-03T10:09:05Z', now)).toBe(545)
    expect(secondsUntil('2026-12-03T09:59:00Z', now)).toBe(0)
  })

  it('shows minutes and seconds', () => {
    expect(countdown(545)).toBe('9:05')
    expect(countdown(0)).toBe('0:00')
  })
})
