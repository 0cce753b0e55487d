import type { PortalRefusalReason } from '@contract/portal'

/** What a portal shows to somebody who may not register (docs/portal-protocol.md), in the order of the codes. */
export const REFUSAL_CODES = [
  { code: 'R1', reason: 'gp-elsewhere' },
  { code: 'R2', reason: 'number-missing' },
  { code: 'R3', reason: 'mobile-missing' },
  { code: 'R4', reason: 'consent-missing' },
  { code: 'R5', reason: 'reserved' },
  { code: 'R6', reason: 'under-age' }
] as const satisfies readonly { code: string; reason: PortalRefusalReason }[]

export function refusalCode(reason: PortalRefusalReason): string {
  return REFUSAL_CODES.find((one) => one.reason === reason)?.code ?? ''
}
