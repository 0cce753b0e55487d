/**
 * What can be chosen, as plain lists: pages show them, and a page must not load zod, whose compiled schemas the
 * page's policy forbids. The schemas of the other files are made from these lists.
 */

export const LANGUAGES = ['nb', 'nn', 'da', 'nl', 'en'] as const

export const SEXES = ['female', 'male', 'other', 'unknown'] as const

export const ADDRESS_PROTECTIONS = ['none', 'confidential', 'strictly-confidential'] as const

export const CONSENT_PURPOSES = [
  'appointment-reminder',
  'one-time-code',
  'message-notice',
  'video-link',
  'waiting-list-offer',
  'recall'
] as const

export const CONSENT_CHANNELS = ['sms', 'email'] as const

export const CANCEL_REASONS = ['patient', 'clinic', 'double-booked', 'wrong-patient', 'other'] as const

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
  'ignore'
] as const

/** Characters of base64 in one chunk of an imported file: half a megabyte. */
export const IMPORT_CHUNK_CHARACTERS = 699_052
