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

/** Those with a system of their own. */
const NATIONAL_KINDS = ['fodselsnummer', 'cpr', 'bsn', 'd-number', 'fh-number', 'duf-number'] as const

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
    .map((identifier) => ({ identifier, ...namingOf(identifier) }))
}

/** How another system is told what kind of identifier it is. */
export function namingOf(
  issued: Pick<Identifier, 'type' | 'country'>
): Pick<SharedIdentifier, 'system' | 'typeCode'> {
  return { system: identifierSystem(issued), typeCode: typeCodeOf(issued.type) }
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

const OWN_KINDS: ReadonlyMap<string, IdentifierType> = new Map(
  NATIONAL_KINDS.map((type) => [NATIONAL_NUMBER_SYSTEMS[type], type])
)
const ISSUERS: ReadonlyMap<string, string> = new Map(
  Object.entries(FOREIGN_NUMBER_SYSTEMS).map(([country, system]) => [system, country])
)
const FOREIGN_KINDS: ReadonlyMap<string, IdentifierType> = new Map([
  [TYPE_CODES.passport, 'passport'],
  [TYPE_CODES.ehic, 'ehic']
])

/**
 * What an identifier of another system is: by its FHIR system; by who assigned it, where that is a country; by its code
 * of HL7 v2 table 0203. Null for one that no register has, such as a chart number.
 */
export function kindOfShared({
  system,
  typeCodes,
  issuer
}: {
  readonly system: string | null
  readonly typeCodes: readonly string[]
  readonly issuer: string | null
}): Pick<Identifier, 'type' | 'country'> | null {
  const own = system === null ? undefined : OWN_KINDS.get(system)
  // A neighbour's national number, too, is written with its own system, and with the country beside it.
  if (own && (issuer === null || !ISSUERS.has(system ?? ''))) return { type: own, country: null }
  const country = issuer ?? (system === null ? null : (ISSUERS.get(system) ?? null))
  const foreign = typeCodes.map((code) => FOREIGN_KINDS.get(code)).find((type) => type !== undefined)
  if (foreign) return { type: foreign, country }
  const isNational = system === null ? typeCodes.includes(TYPE_CODES['foreign-number']) : ISSUERS.has(system)
  return isNational && country !== null ? { type: 'foreign-number', country } : null
}
