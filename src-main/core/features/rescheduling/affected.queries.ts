import type { ClinicianId } from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import type { Reader } from '../../database/database'
import { selectAppointments, toRecord, type AppointmentRecord } from '../appointments'

/** A year's bookings of one clinician stay below. */
const MOST = 20_000

/** The clinician's coming bookings that stand and whose patient has not come yet, in time order. */
export async function comingBookings(
  reader: Reader,
  clinicianId: ClinicianId,
  { after, from, until }: { after: Instant; from: CivilDate; until: CivilDate | null }
): Promise<AppointmentRecord[]> {
  const rows = await selectAppointments(reader)
    .where('appointment.clinician_id', '=', clinicianId)
    .where('appointment.start_at', '>', after)
    .where('appointment.local_date', '>=', from)
    .$if(until !== null, (query) => query.where('appointment.local_date', '<=', until ?? from))
    .where('appointment.is_live', '=', 1)
    .where('appointment.status', 'in', ['proposed', 'pending', 'booked'])
    .orderBy('appointment.start_at')
    .orderBy('appointment.id')
    .limit(MOST)
    .execute()
  return rows.map(toRecord)
}
