import type { Country } from '@contract/values'
import { readCountry } from './country-words.rules'
import { isForeignType, type ForeignType } from './foreign-identifier.rules'
import { tidyCell } from './import-cells.rules'
import type { ImportCells } from './import-columns.rules'
import { kindOfWritten, writtenNumber } from './import-numbers.rules'

/** Columns of what another country issued, the one that stands for the patient first. */
const FOREIGN_COLUMNS = [
  ['foreignNumber', 'foreign-number'],
  ['ehic', 'ehic'],
  ['passport', 'passport']
] as const satisfies readonly (readonly [keyof ImportCells, ForeignType])[]

/** The numbers of a row, each written with its kind and country where the digits do not tell them. */
export interface NumberCells {
  /** The first there is; '' where there is none. */
  readonly own: string
  readonly others: readonly string[]
  /** The row names a country that nobody knows. */
  readonly hasUnknownCountry: boolean
}

/**
 * The columns of a row that hold a number. The column of the issuing country says it of each that does not say it
 * itself; a national number that another country issued is a foreign one.
 */
export function numberCells(cells: ImportCells, clinicCountry: Country): NumberCells {
  const named = tidyCell(cells.numberCountry)
  const country = named === '' ? null : readCountry(named)
  const national = nationalText(tidyCell(cells.nationalNumber), { country, clinicCountry })
  const foreign = FOREIGN_COLUMNS.map(([field, type]) =>
    foreignText(tidyCell(cells[field]), { type, country })
  )
  const [own = '', ...others] = [national, ...foreign].filter((text) => text !== '')
  return { own, others, hasUnknownCountry: named !== '' && country === null }
}

function nationalText(
  text: string,
  { country, clinicCountry }: { country: string | null; clinicCountry: Country }
): string {
  const written = kindOfWritten(text)
  if (text === '' || country === null || written.country !== null) return text
  if (isForeignType(written.type)) return writtenNumber({ type: written.type, country, value: written.value })
  if (written.type !== null || country === clinicCountry) return text
  return writtenNumber({ type: 'foreign-number', country, value: text })
}

function foreignText(text: string, { type, country }: { type: ForeignType; country: string | null }): string {
  if (text === '') return ''
  const written = kindOfWritten(text)
  return writtenNumber({
    type: written.type ?? type,
    country: written.country ?? country,
    value: written.value
  })
}
