import type { PortalResource } from './kind'

/** What the server writes itself, and what names the operation that last wrote: neither is content. */
export const OPERATION_SYSTEM = 'urn:skranke:operation'

/** Whether two bodies say the same: without ids, versions, narrative and the names of operations, in any order of keys. */
export function isSameContent(one: PortalResource, other: PortalResource): boolean {
  return canonical(contentOf(one)) === canonical(contentOf(other))
}

/** Whether two elements say the same, as FHIR compares them. */
export function isSameValue(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other)
}

function contentOf(resource: PortalResource): unknown {
  const { id: _id, meta, text: _text, ...content } = resource
  const { versionId: _version, lastUpdated: _updated, ...said } = meta ?? {}
  const { identifier, ...rest } = { identifier: undefined, ...content }
  const named = Array.isArray(identifier)
    ? identifier.filter((entry) => entry.system !== OPERATION_SYSTEM)
    : identifier
  return { ...rest, identifier: named, meta: said }
}

/** JSON with its keys in order; what is absent, null or empty is nothing, as in FHIR (R4 § 2.6.2). */
function canonical(value: unknown): string {
  return JSON.stringify(inOrder(value)) ?? ''
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(inOrder).filter((item) => item !== undefined)
    return items.length === 0 ? undefined : items
  }
  if (value === null || value === '') return undefined
  if (typeof value !== 'object') return value
  const entries = Object.entries(value)
    .map(([key, inner]): [string, unknown] => [key, inOrder(inner)])
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}
