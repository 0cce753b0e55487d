import type { Identifier, IdentifierType } from '@contract/patients'

const OID = 'urn:oid:2.16.578.1.12.4.1.'

/** FHIR systems of national numbers; an H-number is the clinic's own and has none, for it never leaves the house. */
export const NATIONAL_NUMBER_SYSTEMS = {
  // HL7 Norway, no-basis: Fødselsnummer, D-nummer, Felles hjelpenummer, DUF-nummer (Volven).
  fodselsnummer: `${OID}4.1`,
  'd-number': `${OID}4.2`,
  'fh-number': `${OID}4.3`,
  'h-number': null,
  'duf-number': `${OID}4.5`,
  // HL7 Denmark, DK Core: CPR.
  cpr: 'urn:oid:1.2.208.176.1.2',
  // Nictiz, naming system bsn.
  bsn: 'http://fhir.nl/fhir/NamingSystem/bsn'
} as const satisfies Partial<Record<IdentifierType, string | null>>

/** FHIR systems of the national numbers that neighbours issue, by country. */
const FOREIGN_NUMBER_SYSTEMS: Readonly<Record<string, string>> = {
  NO: NATIONAL_NUMBER_SYSTEMS.fodselsnummer,
  DK: NATIONAL_NUMBER_SYSTEMS.cpr,
  NL: NATIONAL_NUMBER_SYSTEMS.bsn,
  // HL7 Sweden, base profiles: personnummer.
  SE: 'urn:oid:1.2.752.129.2.1.3.1',
  // HL7 Finland, base profiles: henkilötunnus.
  FI: 'urn:oid:1.2.246.21'
}

/** Codes of HL7 v2 table 0203 (FHIR `Identifier.type`): passport number, health card number, national identifier. */
const TYPE_CODES = {
  passport: 'PPN',
  ehic: 'HC',
  'foreign-number': 'NI'
} as const satisfies Partial<Record<IdentifierType, string>>

/** What another system is told of an identifier. */
export interface SharedIdentifier {
  readonly identifier: Identifier
  /** Null where nobody has named one; then `typeCode` and the country say what it is. */
  readonly system: string | null
  /** HL7 v2 table 0203. */
  readonly typeCode: string
}

/**
 * The identifiers that may leave the house, with their FHIR system. An H-number is local to the clinic and is left
 * out: in another house it would be somebody else's (HL7 Norway, `urn:oid:2.16.578.1.12.4.1.1.8327#HNR` has no
 * shared system).
 */
export function sharedIdentifiers(identifiers: readonly Identifier[]): SharedIdentifier[] {
  return identifiers
    .filter(({ type }) => type !== 'h-number')
    .map((identifier) => ({
      identifier,
      system: identifierSystem(identifier),
      typeCode: typeCodeOf(identifier.type)
    }))
}

/** The FHIR system of an identifier; null for an H-number, a passport, an EHIC and countries without a known one. */
export function identifierSystem({ type, country }: Pick<Identifier, 'type' | 'country'>): string | null {
  if (type === 'foreign-number') return FOREIGN_NUMBER_SYSTEMS[country ?? ''] ?? null
  if (type === 'passport' || type === 'ehic') return null
  return NATIONAL_NUMBER_SYSTEMS[type]
}

function typeCodeOf(type: IdentifierType): string {
  return type === 'passport' || type === 'ehic' || type === 'foreign-number' ? TYPE_CODES[type] : 'NI'
}
