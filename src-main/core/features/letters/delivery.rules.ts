import type { LetterDelivery } from '@contract/letters'
import type { AddressProtection } from '@contract/patients'

export interface Addressed {
  readonly name: string
  /** A child's letter is for those who have the care of it. */
  readonly isMinor: boolean
  readonly addressProtection: AddressProtection
  readonly address: { readonly line: string; readonly postalCode: string; readonly city: string }
}

/** Words on the envelope, in the letter's language. */
export interface EnvelopeWords {
  readonly toGuardians: string
  readonly handOver: string
}

/**
 * An address of kode 6 or 7 is on no paper of the clinic's: the letter is handed over at the desk, or goes the way the
 * population register's authority has given the patient, on an envelope written there.
 */
export function deliveryOf({ addressProtection, address }: Addressed): LetterDelivery {
  if (addressProtection !== 'none') return 'hand-over'
  return address.line === '' || address.postalCode === '' || address.city === '' ? 'address-missing' : 'post'
}

/** What stands in the window of the envelope. */
export function recipientLines(addressed: Addressed, words: EnvelopeWords): string[] {
  const { name, isMinor, address } = addressed
  const to = isMinor ? words.toGuardians.replace('{name}', name) : name
  if (deliveryOf(addressed) === 'hand-over') return [to]
  const town = `${address.postalCode} ${address.city}`.trim()
  return [to, address.line, town].filter((line) => line !== '')
}
