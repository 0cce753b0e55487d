import { CoreError } from '../core-client'
import { useFormats } from './formats'
import { hasTranslation, translate } from './i18n'

type Parameters = Record<string, string | number>

/** The sentence for an error: what happened, what is safe, what to do. An unknown code is named in a general sentence. */
export function errorSentence(error: unknown): string {
  if (!(error instanceof CoreError)) return translate('errors.internal')
  return codeSentence(error.code, error.parameters)
}

/** The sentence for a code alone, such as a message's reason or a modem's detail. */
export function codeSentence(code: string, parameters: Parameters = {}): string {
  const key = `errors.${code}`
  return hasTranslation(key) ? translate(key, shown(parameters)) : translate('errors.unknown', { code })
}

/** Dates and times as the interface's language writes them: the core names them as it keeps them. */
function shown(parameters: Parameters): Parameters {
  const formats = useFormats()
  const written = (value: string | number): string | number => {
    if (typeof value === 'number') return value
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formats.date(value)
    return /^\d{2}:\d{2}$/.test(value) ? formats.time(value) : value
  }
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, written(value)]))
}
