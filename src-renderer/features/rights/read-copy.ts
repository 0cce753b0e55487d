import type { PatientId } from '@contract/ids'
import type { ExportedResource } from '@contract/record-export'
import { call } from '../../core-client'

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
