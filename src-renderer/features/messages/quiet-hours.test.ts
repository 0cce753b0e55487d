import { describe, expect, it } from 'vitest'
import { isQuietAt } from './quiet-hours'

describe('quiet hours', () => {
  it('cross midnight', () => {
    const hours = { quietFrom: 1260, quietUntil: 480 }
    expect([1259, 1260, 1439, 0, 479, 480].map((minute) => isQuietAt(minute, hours))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false
    ])
  })

  it('may lie within the day, or not at all', () => {
    expect(isQuietAt(720, { quietFrom: 690, quietUntil: 750 })).toBe(true)
    expect(isQuietAt(720, { quietFrom: 0, quietUntil: 0 })).toBe(false)
  })
})
