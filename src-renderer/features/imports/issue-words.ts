import { hasTranslation, translate } from '../../app/i18n'

/** Why a row was refused or warned about, in words; the core's own sentence when the code is a new one. */
export function issueSentence(code: string, message = ''): string {
  for (const key of [`imports.issue.${code}`, `errors.${code}`]) {
    if (hasTranslation(key)) return translate(key)
  }
  return message === '' ? code : message
}
