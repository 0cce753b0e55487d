import type { IdentifierType } from '@contract/patients'

/**
 * Where a number is at home (DOMAIN.md §1; the Norwegian ones are of the national OID tree, the Dutch one of Nictiz). The
 * desk's own auxiliary number means nothing anywhere else and never leaves the house.
 */
const SYSTEMS: Readonly<Partial<Record<IdentifierType, string>>> = {
  fodselsnummer: 'urn:oid:2.16.578.1.12.4.1.4.1',
  'd-number': 'urn:oid:2.16.578.1.12.4.1.4.2',
  'fh-number': 'urn:oid:2.16.578.1.12.4.1.4.3',
  'duf-number': 'urn:oid:2.16.578.1.12.4.1.4.5',
  cpr: 'urn:oid:1.2.208.176.1.2',
  bsn: 'http://fhir.nl/fhir/NamingSystem/bsn'
}

export function systemOf(type: IdentifierType): string | undefined {
  return SYSTEMS[type]
}

export function mayLeaveTheHouse(type: IdentifierType): boolean {
  return type !== 'h-number'
}
