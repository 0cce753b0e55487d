import type { AppointmentId, ClinicianId, PatientId } from '@contract/ids'
import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '../../database/database'
import { listed } from '../../database/listed'
import type { PortalType } from './kind'

/** Where an operation stands that has not ended well. */
export type OpenState = 'waiting' | 'in-doubt' | 'dead' | 'conflict'

export interface OpenRow<Id> {
  readonly id: Id
  readonly state: OpenState
}

const MOST_ROWS = 5_000

const IS_KNOWN = sql`exists (select 1 from portal_resource
  where portal_resource.type = 'Patient' and portal_resource.local_id = thing.patient_id)`

/** Registered while the line is down: their first booking can lose its place to another's as well. */
const IS_ON_THE_WAY = sql`exists (select 1 from portal_operation as own
  where own.type = 'Patient' and own.local_id = thing.patient_id and own.state in ('waiting', 'in-doubt'))`

/** Of these appointments those with something the portal has not confirmed. */
export async function openOfAppointments(
  reader: Reader,
  ids: readonly AppointmentId[]
): Promise<OpenRow<AppointmentId>[]> {
  return await openOf(reader, {
    type: 'Appointment',
    things: sql`select id as shown_id, id as local_id, patient_id from appointment where id in ${listed(ids)}`
  })
}

/** The same of patients' own records. */
export async function openOfPatients(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<OpenRow<PatientId>[]> {
  return await openOf(reader, {
    type: 'Patient',
    things: sql`select id as shown_id, id as local_id, id as patient_id from patient where id in ${listed(ids)}`
  })
}

/** The same of their consents, by the patient. */
export async function openOfConsents(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<OpenRow<PatientId>[]> {
  return await openOf(reader, {
    type: 'Consent',
    things: sql`select patient_id as shown_id, id as local_id, patient_id from consent_decision
      where patient_id in ${listed(ids)}`
  })
}

/**
 * Whom the portal does not know is not waited for: nothing is told of them. What it refused is shown all the same, and
 * what of an appointment waits for a patient who is on the way there.
 */
async function openOf<Id>(
  reader: Reader,
  { type, things }: { type: PortalType; things: RawBuilder<unknown> }
): Promise<OpenRow<Id>[]> {
  const isAwaited = type === 'Appointment' ? sql`(${IS_KNOWN} or ${IS_ON_THE_WAY})` : IS_KNOWN
  const { rows } = await sql<OpenRow<Id>>`
    with thing as (${things})
    select thing.shown_id as id, operation.state as state
    from thing cross join portal_operation as operation
    where operation.type = ${type} and operation.local_id = thing.local_id
      and (operation.state = 'dead' or operation.state in ('waiting', 'in-doubt') and ${isAwaited})
    union all
    select thing.shown_id as id, 'conflict' as state
    from thing cross join portal_conflict as conflict
    where conflict.type = ${type} and coalesce(conflict.local_id, 0) = thing.local_id and conflict.decided_at is null
    limit ${MOST_ROWS}`.execute(reader)
  return rows
}

/** Empty where there is none such. */
export async function clinicianNamed(reader: Reader, id: ClinicianId): Promise<string> {
  const row = await reader.selectFrom('clinician').select('name').where('id', '=', id).executeTakeFirst()
  return row?.name ?? ''
}
