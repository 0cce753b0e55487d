/**
 * What can be chosen, as plain lists: pages show them, and a page must not load zod, whose compiled schemas the
 * page's policy forbids. The schemas of the other files are made from these lists.
 */

export const LANGUAGES = ['nb', 'nn', 'da', 'nl', 'en'] as const

/** Pages that other screens show without anybody signed in. */
export const LAN_SCREENS = ['wall', 'check-in'] as const

export const SEXES = ['female', 'male', 'other', 'unknown'] as const

export const ADDRESS_PROTECTIONS = ['none', 'confidential', 'strictly-confidential'] as const

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
