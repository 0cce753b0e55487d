import { describe, expect, it } from 'vitest'
import { createHolidays } from './holidays'

describe('public holidays', () => {
  const nameOf = createHolidays()

  it('are named in nynorsk where nynorsk spells them otherwise', () => {
    expect(nameOf('2026-04-02', 'NO', 'nb')).toBe('Skjærtorsdag')
    expect(nameOf('2026-04-02', 'NO', 'nn')).toBe('Skjertorsdag')
    expect(nameOf('2026-05-01', 'NO', 'nn')).toBe('Arbeidardagen')
    expect(nameOf('2026-12-26', 'NO', 'nn')).toBe('Andre juledag')
  })

  it('are none on an ordinary day', () => {
    expect(nameOf('2026-04-07', 'NO', 'nn')).toBeNull()
  })
})
