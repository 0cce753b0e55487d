import type { ExportedResource } from '@contract/record-export'

/** Where the references of the copy lead: nowhere but into it (RFC 2606). */
const BASE = 'https://desk.invalid'

/** The copy as a FHIR R4 Bundle of type `collection`, piece by piece as text. */
export async function* bundleText(
  parts: AsyncIterable<readonly ExportedResource[]>,
  timestamp: string
): AsyncGenerator<string> {
  yield `{"resourceType":"Bundle","type":"collection","timestamp":${JSON.stringify(timestamp)},"entry":[`
  let isFirst = true
  for await (const resources of parts) {
    const entries = resources.map((resource) =>
      JSON.stringify({ fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`, resource })
    )
    if (entries.length > 0) yield `${isFirst ? '' : ','}\n${entries.join(',\n')}`
    isFirst &&= entries.length === 0
  }
  yield '\n]}\n'
}
