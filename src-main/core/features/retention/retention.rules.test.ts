import { RETENTION_KINDS } from '@contract/choices'
import { expect, it } from 'vitest'
import { retentionRule } from './retention.rules'

it.each(['NO', 'DK', 'NL'] as const)(
  'names in %s a statute for every kind and begins within the law',
  (country) => {
    for (const kind of RETENTION_KINDS) {
      const rule = retentionRule(kind, country, {})
      expect(rule.statute).not.toBe('')
      expect(rule.months ?? rule.leastMonths).toBeGreaterThanOrEqual(rule.leastMonths)
    }
  }
)

it('keeps patients and notes until the clinic has chosen otherwise', () => {
  expect(retentionRule('patient', 'NL', {})).toMatchObject({ months: null, leastMonths: 240 })
  expect(retentionRule('patient', 'NO', { patient: 180 }).months).toBe(180)
  expect(retentionRule('code', 'NO', { code: null }).months).toBeNull()
})
