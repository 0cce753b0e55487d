import type { PatientId } from '@contract/ids'
import type { ExportedResource } from '@contract/record-export'
import { call } from '../../core-client'

/** Where the references of the copy lead: nowhere but into it (RFC 2606). */
const BASE = 'https://desk.invalid'

export interface CopyAsked {
  readonly patientId: PatientId
  readonly withAddress: boolean
}

/** All that is held about one patient, part by part. */
export async function* readCopy({ patientId, withAddress }: CopyAsked): AsyncGenerator<ExportedResource[]> {
  let cursor: string | null = null
  do {
    const part: { resources: ExportedResource[]; nextCursor: string | null } = await call(
      'recordExport.part',
      {
        patientId,
        cursor,
        withAddress
      }
    )
    yield part.resources
    cursor = part.nextCursor
  } while (cursor !== null)
}

/** The copy as a FHIR R4 Bundle of type `collection`, piece by piece as text. */
export async function* bundleText(
  parts: AsyncIterable<readonly ExportedResource[]>,
  timestamp: string
): AsyncGenerator<string> {
  yield `{"resourceType":"Bundle","type":"collection","timestamp":${JSON.stringify(timestamp)},"entry":[`
  let isFirst = true
  for await (const resources of parts)
    for (const resource of resources) {
      const entry = { fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`, resource }
      yield `${isFirst ? '' : ','}\n${JSON.stringify(entry)}`
      isFirst = false
    }
  yield '\n]}\n'
}
