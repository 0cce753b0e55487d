import { describe, expect, it } from 'vitest'
import { amountOf, exemptionOf, type Lapse } from './fee.rules'

const rules = { noShowMinor: 20_000, lateCancellationMinor: 15_000, exemptUnderAge: 16 }
const missed: Lapse = { kind: 'no-show', cancelReason: null, birthDate: '1987-05-17', date: '2026-12-03' }
const late: Lapse = { ...missed, kind: 'late-cancellation', cancelReason: 'patient' }

describe('the fee', () => {
  it('is as set for each kind, and unknown where nothing is set', () => {
    expect(amountOf(missed, rules)).toBe(20_000)
    expect(amountOf(late, rules)).toBe(15_000)
    expect(amountOf(late, { ...rules, lateCancellationMinor: null })).toBeNull()
  })

  it('is not taken of a child, by the age on that day', () => {
    const child = { ...missed, birthDate: '2010-12-04' }
    expect(exemptionOf(child, rules)).toBe('under-age')
    expect(exemptionOf({ ...child, date: '2026-12-04' }, rules)).toBeNull()
    expect(exemptionOf(child, { ...rules, exemptUnderAge: 0 })).toBeNull()
    expect(amountOf(child, rules)).toBeNull()
  })

  it('is not guessed away where the birth date is unknown', () => {
    expect(exemptionOf({ ...missed, birthDate: null }, rules)).toBeNull()
  })

  it('is not taken for what the clinic cancelled', () => {
    const byClinic = { ...late, cancelReason: 'clinic' } as const
    expect(exemptionOf(byClinic, rules)).toBe('cancelled-by-clinic')
    expect(amountOf(byClinic, rules)).toBeNull()
  })
})
