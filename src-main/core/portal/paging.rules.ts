import type { Resource } from '@medplum/fhirtypes'
import { PortalFault } from './faults'

/** As many as a page is widened to where that many were changed in one and the same moment. */
const WIDEST = 12_800

/**
 * The next page of a search for a server that cuts what it answers and links no further page (FHIR R4 § 3.1.1.4 leaves
 * paging to it): what was changed at or after the last change on this page. What comes twice is the caller's to pass
 * over. Null: there is no more.
 * @param path the page's own address, whose order is that of the last change
 * @throws PortalFault `bad-answer` where the rest cannot be come by
 */
export function nextByKey(
  path: string,
  { resources, total }: { resources: readonly Resource[]; total: number | null }
): string | null {
  const [address = '', search = ''] = path.split('?')
  const query = new URLSearchParams(search)
  const count = Number(query.get('_count'))
  const isLast = total === null ? resources.length < count : total <= resources.length
  if (isLast || resources.length === 0) return null
  const times = resources.map(({ meta }) => meta?.lastUpdated ?? '')
  const last = times.at(-1) ?? ''
  if (last === '' || times.some((time, index) => index > 0 && isLater(times[index - 1] ?? '', time)))
    throw new PortalFault('bad-answer', { detail: 'no further page, and not in the order of changes' })
  const key = `ge${last}`
  if (query.get('_lastUpdated') === key || times[0] === last) {
    // Nothing but this moment on the page: more of it at once.
    if (count >= WIDEST) throw new PortalFault('bad-answer', { detail: 'no further page' })
    query.set('_count', String(count * 2))
  }
  query.set('_lastUpdated', key)
  return `${address}?${query}`
}

function isLater(one: string, other: string): boolean {
  return Date.parse(one) > Date.parse(other)
}
