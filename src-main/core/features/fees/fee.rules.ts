import type { CancelReason } from '@contract/appointments'
import type { FeeExemption, FeeKind } from '@contract/fees'
import type { FeeRules } from '@contract/settings'
import type { CivilDate } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import { ageOn } from '../patients'

export interface Lapse {
  readonly kind: FeeKind
  readonly cancelReason: CancelReason | null
  readonly birthDate: CivilDate | null
  /** The day of the appointment. */
  readonly date: CivilDate
}

/**
 * Why no fee is taken: the patient was too young that day by the clinic's rules, or it was the clinic that cancelled,
 * which older rows count as late.
 * Nobody is treated as a child on a guess.
 */
export function exemptionOf(lapse: Lapse, rules: FeeRules): FeeExemption | null {
  if (lapse.kind === 'late-cancellation' && lapse.cancelReason === 'clinic') return 'cancelled-by-clinic'
  const age = ageOn(lapse.birthDate, Temporal.PlainDate.from(lapse.date))
  return age !== null && age < rules.exemptUnderAge ? 'under-age' : null
}

/** Hundredths of the currency; null where none is set, or none is due (NO: merknad B2 leaves the amount to the clinic's list). */
export function amountOf(lapse: Lapse, rules: FeeRules): number | null {
  if (exemptionOf(lapse, rules) !== null) return null
  return lapse.kind === 'no-show' ? rules.noShowMinor : rules.lateCancellationMinor
}
