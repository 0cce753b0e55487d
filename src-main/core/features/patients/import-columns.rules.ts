import { ImportField } from '@contract/imports'
import { foldName } from './name-folding.rules'

/** The cells of a row by their meaning; a field without a column is absent. */
export type ImportCells = Partial<Record<Exclude<ImportField, 'ignore'>, string>>

/** Headings in Norwegian, Danish, Dutch and English, compared in folded form without spaces. */
const HEADINGS: Record<Exclude<ImportField, 'ignore'>, readonly string[]> = {
  nationalNumber: [
    'fødselsnr',
    'fødselsnummer',
    'fnr',
    'fødselsnummer 11 siffer',
    'personnummer',
    'personnr',
    'fødsels- og personnummer',
    'd-nummer',
    'cpr',
    'cpr-nr',
    'cpr-nummer',
    'bsn',
    'bsn-nummer',
    'burgerservicenummer',
    'national number',
    'national id',
    'national identity number'
  ],
  familyName: [
    'etternavn',
    'etternamn',
    'slektsnavn',
    'efternavn',
    'achternaam',
    'family name',
    'last name',
    'surname'
  ],
  givenName: [
    'fornavn',
    'førenamn',
    'fornamn',
    'for- og mellomnavn',
    'voornaam',
    'voornamen',
    'given name',
    'first name'
  ],
  fullName: [
    'navn',
    'namn',
    'fullt navn',
    'fulde navn',
    'naam',
    'volledige naam',
    'name',
    'full name',
    'pasient',
    'patient'
  ],
  sex: ['kjønn', 'kjønn m/k', 'køn', 'geslacht', 'sex', 'gender'],
  birthDate: [
    'født',
    'fødd',
    'fødselsdato',
    'fødselsdag',
    'f.dato',
    'geboortedatum',
    'geboren',
    'birth date',
    'date of birth',
    'dob',
    'born'
  ],
  addressLine: [
    'adresse',
    'gateadresse',
    'postadresse',
    'bostedsadresse',
    'vejnavn',
    'adres',
    'straat',
    'address',
    'street'
  ],
  postalCode: ['postnr', 'postnummer', 'postcode', 'postal code', 'zip', 'zip code'],
  city: ['poststed', 'poststad', 'sted', 'by', 'bynavn', 'plaats', 'woonplaats', 'city', 'town'],
  mobile: [
    'mobil',
    'mobilnr',
    'mobilnummer',
    'mobiltelefon',
    'mobiltlf',
    'telefon mobil',
    'tlf mobil',
    'mobiel',
    'mobiel nummer',
    'mobile',
    'mobile phone',
    'mobile number',
    'cell phone',
    'telefon',
    'tlf'
  ],
  email: ['e-post', 'epost', 'e-postadresse', 'e-mail', 'email', 'mail', 'e-mailadres', 'email address'],
  gp: ['fastlege', 'lege', 'praktiserende læge', 'læge', 'huisarts', 'gp', 'general practitioner', 'doctor'],
  smsConsent: [
    'sms-samtykke',
    'samtykke sms',
    'samtykke',
    'sms',
    'sms-toestemming',
    'toestemming sms',
    'toestemming',
    'sms consent',
    'consent'
  ],
  guardianNumber: [
    'foresatt fnr',
    'foresatt fødselsnummer',
    'føresett fnr',
    'føresett fødselsnummer',
    'verge fnr',
    'forælder cpr',
    'værge cpr',
    'ouder bsn',
    'voogd bsn',
    'guardian number',
    'guardian national number',
    'guardian'
  ],
  addressProtection: [
    'kode',
    'adressekode',
    'adressesperre',
    'sperrekode',
    'gradering',
    'adressebeskyttelse',
    'navne- og adressebeskyttelse',
    'geheim adres',
    'address code',
    'address protection'
  ],
  language: ['språk', 'sprog', 'taal', 'language']
}

const KNOWN_FIELDS = ImportField.exclude(['ignore']).options

const FIELDS: ReadonlyMap<string, ImportField> = new Map(
  KNOWN_FIELDS.flatMap((field) => HEADINGS[field].map((heading) => [headingKey(heading), field] as const))
)

/** What each heading most likely means; `ignore` where nothing is known, and a meaning goes to its first column. */
export function guessColumns(headings: readonly string[]): ImportField[] {
  const taken = new Set<ImportField>()
  return headings.map((heading) => {
    const field = FIELDS.get(headingKey(heading)) ?? 'ignore'
    if (field === 'ignore' || taken.has(field)) return 'ignore'
    taken.add(field)
    return field
  })
}

/** A name column is all an import needs. */
export function hasNameColumn(mapping: readonly ImportField[]): boolean {
  return mapping.includes('familyName') || mapping.includes('fullName')
}

/** The cells of one record by their meaning. */
export function cellsByField(cells: readonly string[], mapping: readonly ImportField[]): ImportCells {
  const named: ImportCells = {}
  mapping.forEach((field, column) => {
    if (field !== 'ignore') named[field] = cells[column] ?? ''
  })
  return named
}

function headingKey(heading: string): string {
  return foldName(heading).replaceAll(' ', '')
}
