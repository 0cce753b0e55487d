/**
 * What can be chosen, as plain lists: pages show them, and a page must not load zod, whose compiled schemas the
 * page's policy forbids. The schemas of the other files are made from these lists.
 */

export const LANGUAGES = ['nb', 'nn', 'da', 'nl', 'en'] as const

/** Pages that other screens show without anybody signed in. */
export const LAN_SCREENS = ['wall', 'check-in'] as const

export const SEXES = ['female', 'male', 'other', 'unknown'] as const

/** What a patient may be known by. The last three are another country's and named with it. */
export const IDENTIFIER_TYPES = [
  'fodselsnummer',
  'd-number',
  'fh-number',
  'h-number',
  'duf-number',
  'cpr',
  'bsn',
  'passport',
  'ehic',
  'foreign-number'
] as const

/** Of another country than the clinic's: a passport, a European health insurance card, a national number. */
export const FOREIGN_IDENTIFIER_TYPES = ['passport', 'ehic', 'foreign-number'] as const

/** The numbers that a clinic of each country registers as its own. */
export const NATIONAL_NUMBER_TYPES = {
  NO: ['fodselsnummer', 'd-number', 'fh-number', 'h-number', 'duf-number'],
  DK: ['cpr'],
  NL: ['bsn']
} as const

/** What may become of a patient's identifier. */
export const IDENTIFIER_CHANGES = ['added', 'replaced', 'corrected', 'ceased'] as const

/**
 * Asked before a number is replaced: another birth date, a number of the same kind (a typing error is corrected, not
 * replaced), one that the patient had before.
 */
export const REPLACEMENT_QUESTIONS = ['birth-date-differs', 'same-kind', 'had-before'] as const

/** What a record may lack, in the order in which it is said. */
export const RECORD_GAPS = ['number', 'name', 'birthDate', 'mobile', 'gp', 'guardian'] as const

/** Countries by ISO 3166-1 alpha-2, in the order of their codes. */
export const COUNTRY_CODES = [
  ...['AD', 'AE', 'AF', 'AG', 'AI', 'AL', 'AM', 'AO', 'AQ', 'AR', 'AS', 'AT', 'AU', 'AW', 'AX', 'AZ'],
  ...['BA', 'BB', 'BD', 'BE', 'BF', 'BG', 'BH', 'BI', 'BJ', 'BL', 'BM', 'BN', 'BO', 'BQ', 'BR', 'BS'],
  ...['BT', 'BV', 'BW', 'BY', 'BZ', 'CA', 'CC', 'CD', 'CF', 'CG', 'CH', 'CI', 'CK', 'CL', 'CM', 'CN'],
  ...['CO', 'CR', 'CU', 'CV', 'CW', 'CX', 'CY', 'CZ', 'DE', 'DJ', 'DK', 'DM', 'DO', 'DZ', 'EC', 'EE'],
  ...['EG', 'EH', 'ER', 'ES', 'ET', 'FI', 'FJ', 'FK', 'FM', 'FO', 'FR', 'GA', 'GB', 'GD', 'GE', 'GF'],
  ...['GG', 'GH', 'GI', 'GL', 'GM', 'GN', 'GP', 'GQ', 'GR', 'GS', 'GT', 'GU', 'GW', 'GY', 'HK', 'HM'],
  ...['HN', 'HR', 'HT', 'HU', 'ID', 'IE', 'IL', 'IM', 'IN', 'IO', 'IQ', 'IR', 'IS', 'IT', 'JE', 'JM'],
  ...['JO', 'JP', 'KE', 'KG', 'KH', 'KI', 'KM', 'KN', 'KP', 'KR', 'KW', 'KY', 'KZ', 'LA', 'LB', 'LC'],
  ...['LI', 'LK', 'LR', 'LS', 'LT', 'LU', 'LV', 'LY', 'MA', 'MC', 'MD', 'ME', 'MF', 'MG', 'MH', 'MK'],
  ...['ML', 'MM', 'MN', 'MO', 'MP', 'MQ', 'MR', 'MS', 'MT', 'MU', 'MV', 'MW', 'MX', 'MY', 'MZ', 'NA'],
  ...['NC', 'NE', 'NF', 'NG', 'NI', 'NL', 'NO', 'NP', 'NR', 'NU', 'NZ', 'OM', 'PA', 'PE', 'PF', 'PG'],
  ...['PH', 'PK', 'PL', 'PM', 'PN', 'PR', 'PS', 'PT', 'PW', 'PY', 'QA', 'RE', 'RO', 'RS', 'RU', 'RW'],
  ...['SA', 'SB', 'SC', 'SD', 'SE', 'SG', 'SH', 'SI', 'SJ', 'SK', 'SL', 'SM', 'SN', 'SO', 'SR', 'SS'],
  ...['ST', 'SV', 'SX', 'SY', 'SZ', 'TC', 'TD', 'TF', 'TG', 'TH', 'TJ', 'TK', 'TL', 'TM', 'TN', 'TO'],
  ...['TR', 'TT', 'TV', 'TW', 'TZ', 'UA', 'UG', 'UM', 'US', 'UY', 'UZ', 'VA', 'VC', 'VE', 'VG', 'VI'],
  ...['VN', 'VU', 'WF', 'WS', 'XK', 'YE', 'YT', 'ZA', 'ZM', 'ZW']
] as const

export const ADDRESS_PROTECTIONS = ['none', 'confidential', 'strictly-confidential'] as const

/** Patients of a confirmation round, counted: `waiting` to be sent or taken back by a pause, `disputed` not the patient's. */
export const CAMPAIGN_FIGURES = [
  'waiting',
  'sent',
  'delivered',
  'failed',
  'confirmed',
  'unanswered',
  'disputed',
  'excluded'
] as const

/** What a patient's access log is read for: a look at the screen, or a copy that is given out. */
export const ACCESS_LOG_USES = ['screen', 'paper', 'pdf', 'csv', 'json'] as const

/** Whose record is opened only with a reason: somebody well known (`vip`), or who works at the clinic (`staff`). */
export const CONFIDENTIALITIES = ['none', 'vip', 'staff'] as const

/** Ready reasons for opening a record; the access log keeps the code, so that every reader has it in their language. */
export const OPENING_REASONS = ['contact', 'booking', 'visit', 'message', 'task', 'billing'] as const

/**
 * What somebody is to the child they act for. `foster-parent` and `child-welfare`, the officer of the service that has
 * taken over the care, act in the parents' stead (pasient- og brukerrettighetsloven § 4-4).
 */
export const GUARDIAN_KINDS = ['parent', 'legal-guardian', 'foster-parent', 'child-welfare'] as const

/**
 * Kinds of messages about a child, each of which may go to another guardian: about its appointments, the link of a
 * video visit, a place that has become free, and what the desk writes.
 */
export const GUARDIAN_PURPOSES = ['appointments', 'video', 'offers', 'texts'] as const

/** What can stand out at a look at a record. */
export const ACCESS_RULES = [
  'same-name',
  'vip',
  'colleague',
  'protected',
  'outside-hours',
  'many-in-hour',
  'many-in-day',
  'no-occasion'
] as const

/** Kinds of data whose time can be over, each by a rule of its own. */
export const RETENTION_KINDS = [
  'code',
  'message-text',
  'reply-text',
  'letter',
  'waiting-list',
  'task',
  'appointment-note',
  'patient'
] as const

/** What stands against deleting a patient. */
export const ERASURE_OBSTACLES = ['legal-hold', 'coming-appointments', 'queued-messages'] as const

/** Whom the desk learned of a death from. */
export const DEATH_SOURCES = ['relative', 'hospital', 'register'] as const

/** What a recorded death ends. */
export const DEATH_PARTS = [
  'appointment',
  'message',
  'problem',
  'letter',
  'waiting-list',
  'task',
  'guardian',
  'child-task'
] as const

export const REVIEW_STATES = ['open', 'reviewed', 'all'] as const

export const CONSENT_PURPOSES = [
  'appointment-reminder',
  'one-time-code',
  'message-notice',
  'video-link',
  'waiting-list-offer',
  'recall'
] as const

export const CONSENT_CHANNELS = ['sms', 'email'] as const

/** What a letter is about; each has a text of the clinic's in every language. */
export const LETTER_KINDS = [
  'appointment',
  'appointment-changed',
  'appointment-cancelled',
  'contact-details',
  'recall',
  'general'
] as const

/** Letters in one print job. */
export const MOST_LETTERS_AT_ONCE = 200

export const CANCEL_REASONS = ['patient', 'clinic', 'double-booked', 'wrong-patient', 'other'] as const

/** Which appointments a list of them shows. */
export const AGENDA_STATES = [
  'all',
  'coming',
  'present',
  'finished',
  'missed',
  'cancelled',
  'overbooked'
] as const

export const SERIES_RHYTHMS = ['days', 'weeks', 'months-by-date', 'months-by-weekday'] as const

/** Occurrences of one series: two years, week by week. */
export const LONGEST_SERIES = 104

export const IMPORT_FIELDS = [
  'nationalNumber',
  'passport',
  'ehic',
  'foreignNumber',
  'numberCountry',
  'familyName',
  'givenName',
  'fullName',
  'sex',
  'birthDate',
  'addressLine',
  'postalCode',
  'city',
  'mobile',
  'email',
  'gp',
  'smsConsent',
  'guardianNumber',
  'addressProtection',
  'language',
  'otherNumbers',
  'consents',
  'reserved',
  'deceasedOn',
  'note',
  'ignore'
] as const

/** How a list of patients can be written. */
export const EXPORT_FORMS = ['csv', 'fhir-bundle', 'fhir-ndjson'] as const

/** Whom an export takes: the filters of the patient list. */
export const EXPORT_PATIENTS = ['all', 'incomplete', 'mobile-missing', 'mobile-stale'] as const

/** What an export can hold, in the order of its columns; an import reads each of them by its heading. */
export const EXPORT_COLUMNS = [
  'nationalNumber',
  'familyName',
  'givenName',
  'birthDate',
  'sex',
  'mobile',
  'email',
  'addressLine',
  'postalCode',
  'city',
  'addressProtection',
  'gp',
  'language',
  'guardianNumber',
  'consents',
  'reserved',
  'otherNumbers',
  'deceasedOn',
  'note'
] as const

/** Characters of base64 in one chunk of an imported file: half a megabyte. */
export const IMPORT_CHUNK_CHARACTERS = 699_052

export const CODE_FILTERS = ['all', 'on-the-way', 'used', 'not-arrived', 'lapsed'] as const

/** The first question of login help. `eid`: BankID, MitID or DigiD. */
export const LOGIN_TROUBLES = ['no-code', 'code-refused', 'asked-again', 'eid', 'other'] as const

/** What the second question of login help can be answered with. */
export const LOGIN_DETAILS = [
  'own-mobile',
  'other-mobile',
  'short-number',
  'by-email',
  'code-wrong',
  'number-unknown',
  'not-activated',
  'child-not-shown',
  'open-elsewhere',
  'cookies',
  'several-codes',
  'none-of-these'
] as const

export const SESSION_KINDS = ['ordinary', 'urgent', 'telephone', 'video', 'home-visit', 'blocked'] as const

/** The sessions a type of appointment can belong in. */
export const BOOKABLE_SESSION_KINDS = ['ordinary', 'urgent', 'telephone', 'video', 'home-visit'] as const

export const ABSENCE_REASONS = ['holiday', 'illness', 'course', 'other'] as const

/** What can speak against a place, in the order in which it is said. */
export const PLACE_NOTES = [
  'holiday',
  'absence',
  'outside-hours',
  'blocked',
  'wrong-session',
  'held-back',
  'taken',
  'on-offer',
  'buffer',
  'resource-taken',
  'resource-missing'
] as const

/** What two records are compared by; `other-…` speaks against one person. */
export const DUPLICATE_REASONS = [
  'number',
  'birth-date',
  'birth-date-swapped',
  'birth-date-digit',
  'name',
  'name-sounds',
  'name-swapped',
  'given-name',
  'family-name',
  'mobile',
  'mobile-shared',
  'address',
  'other-number',
  'other-birth-date',
  'other-name',
  'other-given-name',
  'other-sex'
] as const

/** What is chosen when two records become one, in the order in which it is shown. */
export const MERGE_FIELDS = [
  'familyName',
  'givenName',
  'birthDate',
  'nationalNumber',
  'sex',
  'language',
  'mobile',
  'email',
  'preferredChannel',
  'address',
  'addressProtection',
  'confidentiality',
  'reserved',
  'gp',
  'deceasedOn',
  'note'
] as const

/** What may have been made for either person while two records were one. */
export const SINCE_KINDS = [
  'appointment',
  'series',
  'message',
  'letter',
  'reply',
  'consent',
  'contact',
  'identifier',
  'guardian',
  'child',
  'task',
  'waiting-list',
  'code'
] as const
