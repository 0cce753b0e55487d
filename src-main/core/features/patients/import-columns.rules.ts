import { ImportField } from '@contract/imports'
import { FHIR_COLUMNS } from './import-fhir-patient.rules'
import { fieldWords } from './import-field-words'
import { HEADINGS } from './import-headings'
import { foldName } from './name-folding.rules'

/** The cells of a row by their meaning; a field without a column is absent. */
export type ImportCells = Partial<Record<Exclude<ImportField, 'ignore'>, string>>

const KNOWN_FIELDS = ImportField.exclude(['ignore']).options

const FIELDS: ReadonlyMap<string, ImportField> = new Map(
  [
    ...KNOWN_FIELDS.flatMap((field) =>
      [...HEADINGS[field], ...fieldWords(field)].map((heading) => [heading, field] as const)
    ),
    // A saved list of refused FHIR entries, mended.
    ...FHIR_COLUMNS
  ].map(([heading, field]) => [headingKey(heading), field])
)

/** What each heading most likely means; `ignore` where nothing is known, and a meaning goes to its first column. */
export function guessColumns(headings: readonly string[]): ImportField[] {
  const taken = new Set<ImportField>()
  return headings.map((heading) => {
    const field = FIELDS.get(headingKey(heading)) ?? 'ignore'
    if (field === 'ignore' || taken.has(field)) return 'ignore'
    taken.add(field)
    return field
  })
}

/** A name column is all an import needs. */
export function hasNameColumn(mapping: readonly ImportField[]): boolean {
  return mapping.includes('familyName') || mapping.includes('fullName')
}

/** The cells of one record by their meaning. */
export function cellsByField(cells: readonly string[], mapping: readonly ImportField[]): ImportCells {
  const named: ImportCells = {}
  mapping.forEach((field, column) => {
    if (field !== 'ignore') named[field] = cells[column] ?? ''
  })
  return named
}

/** Headings are compared in folded form without spaces. */
export function headingKey(heading: string): string {
  return foldName(heading).replaceAll(' ', '')
}
