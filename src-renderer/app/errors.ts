import { CoreError } from '../core-client'
import { hasTranslation, translate } from './i18n'

/** The sentence for an error: what happened, what is safe, what to do. An unknown code is named in a general sentence. */
export function errorSentence(error: unknown): string {
  if (!(error instanceof CoreError)) return translate('errors.internal')
  return codeSentence(error.code, error.parameters)
}

/** The sentence for a code alone, such as a message's reason or a modem's detail. */
export function codeSentence(code: string, parameters: Record<string, string | number> = {}): string {
  const key = `errors.${code}`
  return hasTranslation(key) ? translate(key, parameters) : translate('errors.unknown', { code })
}
