import type { ImportField, ImportMapping } from '@contract/imports'
import { headingKey } from './import-columns.rules'

/** What lists that are read the same way have in common: their headings, folded, in any order. */
export function headingsKey(headings: readonly string[]): string {
  return JSON.stringify(headings.map(headingKey).sort())
}

/** What each heading of a list means by a kept mapping; of two headings alike the first of the mapping serves the first. */
export function columnsByMapping(headings: readonly string[], { columns }: ImportMapping): ImportField[] {
  const left = [...columns]
  return headings.map((heading) => {
    const place = left.findIndex((column) => headingKey(column.heading) === headingKey(heading))
    return place === -1 ? 'ignore' : (left.splice(place, 1)[0]?.field ?? 'ignore')
  })
}
