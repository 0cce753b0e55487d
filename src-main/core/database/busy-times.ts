import { sql } from 'kysely'
import type { AppointmentTypeId, ClinicianId } from '@contract/ids'
import type { Reader } from './database'

/** Of one stored moment, `2026-12-03T08:20:00Z`: the table `appointment` holds whole minutes only. */
export const MOMENT_CHARACTERS = 20

export interface BusyTimes {
  readonly clinicianId: ClinicianId
  /** Start and end of each appointment that stands, one after another without anything between them. */
  readonly moments: string
}

/**
 * When each clinician is taken, by appointments that start in (after, until). One text for each clinician: a row for
 * each of tens of thousands of appointments takes four times as long to bring over. Read from the index
 * `appointment_place` alone.
 */
export async function busyTimes(
  reader: Reader,
  { after, until }: { after: string; until: string }
): Promise<BusyTimes[]> {
  // A cross join keeps this order: for each clinician one stretch of the index, and no row is touched.
  const { rows } = await sql<BusyTimes>`
    select clinician.id as clinicianId, group_concat(appointment.start_at || appointment.end_at, '') as moments
    from clinician cross join appointment
    where appointment.clinician_id = clinician.id
      and appointment.start_at > ${after} and appointment.start_at < ${until} and appointment.is_live = 1
    group by clinician.id
    order by clinician.id`.execute(reader)
  return rows
}

export interface TypedEnd {
  readonly clinicianId: ClinicianId
  readonly typeId: AppointmentTypeId
  readonly endAt: string
}

/** When visits of these types end, by visits that start in (after, until); from the same index, in the same order. */
export async function endsOfTypes(
  reader: Reader,
  typeIds: readonly AppointmentTypeId[],
  { after, until }: { after: string; until: string }
): Promise<TypedEnd[]> {
  const { rows } = await sql<TypedEnd>`
    select clinician.id as clinicianId, appointment.type_id as typeId, appointment.end_at as endAt
    from clinician cross join appointment
    where appointment.clinician_id = clinician.id
      and appointment.start_at > ${after} and appointment.start_at < ${until} and appointment.is_live = 1
      and appointment.type_id in (select value from json_each(${JSON.stringify(typeIds)}))
    order by clinician.id, appointment.start_at
    limit 1000000`.execute(reader)
  return rows
}
