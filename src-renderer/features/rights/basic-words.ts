import type { FhirBasic } from '@contract/record-export'
import type { Language } from '@contract/values'
import { translate } from '../../app/i18n'

/** How the copy says things in the patient's language. */
interface CopyLanguage {
  readonly language: Language
  word(key: string): string
  worded(key: string, plain: string): string
  moment(at: string): string
}

export const isAboutPortal = ({ code }: FhirBasic): boolean => code.text?.startsWith('portal-') ?? false

/** Series, the account at the portal, codes asked for there and typed: when, what, and how it was or went. */
export function basicWords({ language, word, worded, moment }: CopyLanguage) {
  const said = (key: string, parameters: Record<string, string>): string =>
    translate(`rights.copy.${key}`, parameters, language)

  return ({ code: { text: kind = '' }, extension }: FhirBasic): string[][] => {
    const fact = (name: string): string =>
      extension.find(({ url }) => url === `urn:skranke:${kind}:${name}`)?.valueString ?? ''
    const known = (words: string, name: string): string =>
      fact(name) === '' ? '' : worded(`rights.copy.${words}.${fact(name)}`, fact(name))
    const told: Readonly<Record<string, () => readonly string[]>> = {
      'appointment-series': () => [
        said(`rhythm.${fact('rhythm')}`, { count: fact('every') }),
        `${moment(fact('from'))} – ${fact('until') === '' ? '' : moment(fact('until'))}`.trim(),
        fact('count') === '' ? '' : said('times', { count: fact('count') })
      ],
      'portal-account': () => [
        known('account', 'state'),
        fact('login') === '' ? '' : said('lastLogin', { when: moment(fact('login')) }),
        known('level', 'level')
      ],
      'portal-code-request': () => [known('codeAsked', 'outcome')],
      'portal-code-try': () => [known('codeTyped', 'outcome')]
    }
    const purpose = known('codeFor', 'purpose')
    const what = word(`basic.${kind}`)
    const how = (told[kind]?.() ?? []).filter((part) => part !== '').join(', ')
    return [[moment(fact('at')), purpose === '' ? what : `${what} (${purpose})`, how]]
  }
}
