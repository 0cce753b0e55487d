/**
 * Codes every part may answer with; features add their own. Each has a sentence in every locale
 * (`errors.<code>`): what happened, what is safe, what to do.
 */
export const COMMON_ERRORS = [
  'invalid-input',
  'unknown-method',
  'frame-too-large',
  'not-signed-in',
  'locked',
  'not-allowed',
  'not-found',
  'stale-version',
  'internal',
  'no-clinic',
  'clinic-exists',
  'core-restarted',
  'core-unavailable',
  'napi-too-old',
  'data-folder-held',
  'data-folder-read-only',
  'database-newer',
  'database-key-wrong',
  'database-damaged',
  'database-not-a-database',
  'disk-full',
  'key-missing',
  'recovery-key-wrong',
  'confirmation-wrong',
  'sign-in-wrong',
  'sign-in-throttled',
  'timed-out'
] as const
