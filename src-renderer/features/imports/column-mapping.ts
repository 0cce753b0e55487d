import type { ImportField, ImportPreview } from '@contract/imports'

export type MappingProblem = 'name-unmapped'

/** Names given together leave no room for names given apart, and the other way round. */
const EXCLUDES: Partial<Record<ImportField, readonly ImportField[]>> = {
  fullName: ['familyName', 'givenName'],
  familyName: ['fullName'],
  givenName: ['fullName']
}

/** Gives a column its meaning; a meaning belongs to one column, so the one that had it is left out of the import. */
export function mapColumn(
  mapping: readonly ImportField[],
  column: number,
  field: ImportField
): ImportField[] {
  const taken: readonly ImportField[] = field === 'ignore' ? [] : [field, ...(EXCLUDES[field] ?? [])]
  return mapping.map((known, index) => {
    if (index === column) return field
    return taken.includes(known) ? 'ignore' : known
  })
}

/** What stops an import with these columns: without any name there is nobody to register. */
export function mappingProblems(mapping: readonly ImportField[]): MappingProblem[] {
  const hasName = mapping.includes('fullName') || mapping.includes('familyName')
  return hasName ? [] : ['name-unmapped']
}

/** The columns as a person reads them: heading, its meaning, and what stands in the first rows. */
export function columnsOf(preview: ImportPreview, mapping: readonly ImportField[]): PreviewColumn[] {
  return preview.headings.map((heading, index) => ({
    index,
    heading,
    field: mapping[index] ?? 'ignore',
    sample: preview.rows.map((row) => row.cells[index] ?? '').find((cell) => cell.trim() !== '') ?? ''
  }))
}

export interface PreviewColumn {
  readonly index: number
  readonly heading: string
  readonly field: ImportField
  readonly sample: string
}
