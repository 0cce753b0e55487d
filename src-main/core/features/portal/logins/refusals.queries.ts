import type { PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Reader } from '../../../database/database'
import type { PortalCodeRequestTable, PortalRegistrationTable } from '../../../database/tables/portal'

interface Lately {
  /** Stored instant. */
  readonly since: string
  readonly limit: number
}

/** Who was told no, the newest first; of whom is not kept. */
export async function refusedRegistrations(
  reader: Reader,
  { since, limit }: Lately
): Promise<Pick<PortalRegistrationTable, 'answer' | 'received_at'>[]> {
  return await reader
    .selectFrom('portal_registration')
    .select(['answer', 'received_at'])
    .where('received_at', '>', since)
    .where('answer', '!=', 'allowed')
    .orderBy('received_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export interface RefusedCode {
  readonly received_at: string
  readonly refusal: NonNullable<PortalCodeRequestTable['refusal']>
  readonly patient_id: PatientId | null
  readonly given_name: string | null
  readonly family_name: string | null
}

/** Requests for a code that brought none, the newest first, with whose they were. */
export async function refusedCodes(reader: Reader, { since, limit }: Lately): Promise<RefusedCode[]> {
  const { rows } = await sql<RefusedCode>`
    select request.received_at, request.refusal, patient.id as patient_id,
      patient.given_name, patient.family_name
    from portal_code_request as request
    left join portal_resource as known on known.type = 'Patient' and known.remote_id = request.remote_patient
    left join patient on patient.id = known.local_id
    where request.received_at > ${since} and request.refusal is not null
    order by request.received_at desc, request.id
    limit ${limit}`.execute(reader)
  return rows
}
