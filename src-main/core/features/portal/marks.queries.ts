import type { AppointmentId, ClinicianId, PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Reader } from '../../database/database'
import { listed } from '../../database/listed'

/** Where an operation stands that has not ended well. */
export type OpenState = 'waiting' | 'in-doubt' | 'dead' | 'conflict'

interface OpenRow<Id> {
  readonly id: Id
  readonly state: OpenState
}

const MOST_ROWS = 5_000

/**
 * Of these appointments those with something the portal has not confirmed. Whom the portal does not know is not waited
 * for: nothing is told of them.
 */
export async function openOfAppointments(
  reader: Reader,
  ids: readonly AppointmentId[]
): Promise<OpenRow<AppointmentId>[]> {
  const { rows } = await sql<OpenRow<AppointmentId>>`
    select operation.local_id as id, operation.state as state
    from portal_operation as operation
    join appointment on appointment.id = operation.local_id
    where operation.type = 'Appointment' and operation.local_id in ${listed(ids)}
      and (operation.state = 'dead' or operation.state in ('waiting', 'in-doubt')
        and exists (select 1 from portal_resource
          where portal_resource.type = 'Patient' and portal_resource.local_id = appointment.patient_id))
    union all
    select local_id as id, 'conflict' as state from portal_conflict
    where decided_at is null and type = 'Appointment' and local_id in ${listed(ids)}
    limit ${MOST_ROWS}`.execute(reader)
  return rows
}

/** The same of patients' own records. */
export async function openOfPatients(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<OpenRow<PatientId>[]> {
  const { rows } = await sql<OpenRow<PatientId>>`
    select operation.local_id as id, operation.state as state
    from portal_operation as operation
    where operation.type = 'Patient' and operation.local_id in ${listed(ids)}
      and (operation.state = 'dead' or operation.state in ('waiting', 'in-doubt')
        and exists (select 1 from portal_resource
          where portal_resource.type = 'Patient' and portal_resource.local_id = operation.local_id))
    union all
    select local_id as id, 'conflict' as state from portal_conflict
    where decided_at is null and type = 'Patient' and local_id in ${listed(ids)}
    limit ${MOST_ROWS}`.execute(reader)
  return rows
}

/** The same of their consents, by the patient. */
export async function openOfConsents(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<OpenRow<PatientId>[]> {
  const { rows } = await sql<OpenRow<PatientId>>`
    select decision.patient_id as id, operation.state as state
    from consent_decision as decision
    join portal_operation as operation
      on operation.type = 'Consent' and operation.local_id = decision.id
    where decision.patient_id in ${listed(ids)} and operation.state in ('waiting', 'in-doubt', 'dead')
      and exists (select 1 from portal_resource
        where portal_resource.type = 'Patient' and portal_resource.local_id = decision.patient_id)
    limit ${MOST_ROWS}`.execute(reader)
  return rows
}

/** Empty where there is none such. */
export async function clinicianNamed(reader: Reader, id: ClinicianId): Promise<string> {
  const row = await reader.selectFrom('clinician').select('name').where('id', '=', id).executeTakeFirst()
  return row?.name ?? ''
}
