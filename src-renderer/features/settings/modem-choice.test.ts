import { describe, expect, it } from 'vitest'
import { isWhole, needsWarning } from './modem-choice'

const serial = (path: string | null) => ({ kind: 'serial', path, imei: null }) as const

describe('the choice of a modem', () => {
  it('is whole when a port is named or left to the program', () => {
    expect([serial('COM7'), serial(null), { kind: 'none' } as const].map(isWhole)).toEqual([true, true, true])
  })

  it('is not whole while another port has no name', () => {
    expect(isWhole(serial('  '))).toBe(false)
  })

  it('needs a warning only where a training clinic would send for real', () => {
    expect(needsWarning(serial('COM7'), true)).toBe(true)
    expect(needsWarning(serial('COM7'), false)).toBe(false)
    expect(needsWarning({ kind: 'simulated' }, true)).toBe(false)
  })
})
