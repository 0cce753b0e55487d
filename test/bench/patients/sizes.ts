/** A clinic of the benchmark: everybody has been there or will be five times. */
export interface RegisterSize {
  readonly patients: number
  readonly clinicians: number
}

export const VISITS_EACH = 5
export const VISITS_A_DAY = 25
/** Working days that are booked ahead; the others lie behind. */
export const DAYS_AHEAD = 20

/** More clinicians in a larger clinic, and a longer time that lies behind: two years, eight, twenty. */
export const SIZES: readonly RegisterSize[] = [
  { patients: 10_000, clinicians: 4 },
  { patients: 100_000, clinicians: 10 },
  { patients: 1_000_000, clinicians: 40 }
]

export function visitsOf({ patients }: RegisterSize): number {
  return patients * VISITS_EACH
}

/** Working days on which every clinician is fully booked. */
export function workingDaysOf(size: RegisterSize): number {
  return visitsOf(size) / VISITS_A_DAY / size.clinicians
}
