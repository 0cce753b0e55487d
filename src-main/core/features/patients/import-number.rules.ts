import type { ImportFinding } from './import-contacts.rules'

/** Findings that stay with a number: it passes its rules only with a reservation. */
const RESERVATIONS = ['control-digit-2032', 'number-dolly-range', 'number-century', 'foreign-number-unlikely']

export function numberWarning(findings: readonly ImportFinding[]): string | null {
  return findings.find(({ code }) => RESERVATIONS.includes(code))?.code ?? null
}
