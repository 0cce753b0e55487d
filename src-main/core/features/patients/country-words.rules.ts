import { COUNTRY_CODES, LANGUAGES } from '@contract/choices'
import { CountryCode } from '@contract/identifiers'
import { foldName } from './name-folding.rules'

/** Each country's names in the five languages (Unicode CLDR), folded. */
const NAMES: ReadonlyMap<string, CountryCode> = new Map(
  LANGUAGES.flatMap((language) => {
    const names = new Intl.DisplayNames(language, { type: 'region' })
    return COUNTRY_CODES.map((code) => [foldName(names.of(code) ?? code), code] as const)
  })
)

/** A country by its code of ISO 3166-1 alpha-2 or its name in one of the five languages; null where it is neither. */
export function readCountry(text: string): CountryCode | null {
  const code = CountryCode.safeParse(text.trim().toUpperCase())
  return code.success ? code.data : (NAMES.get(foldName(text)) ?? null)
}
