import type { PatientNote } from '@contract/calendar'
import type { ParsedInput } from '@contract/index'
import type { Reader } from '../../database/database'
import { comingOnDate, ownGpOf } from './calendar.queries'

/** What to say of the patient where a booking is made: another appointment that day, another GP. */
export async function patientNotes(
  reader: Reader,
  { patientId, clinicianId, date, movingId }: ParsedInput<'calendar.patientNotes'>
): Promise<PatientNote[]> {
  const others = (await comingOnDate(reader, patientId, date)).filter(({ id }) => id !== movingId)
  const gpId = await ownGpOf(reader, patientId)
  const isOther = clinicianId !== null && gpId !== null && gpId !== clinicianId
  return [
    ...others.map((one): PatientNote => ({
      code: 'same-day',
      appointmentId: one.id,
      time: one.time,
      clinicianId: one.clinicianId,
      typeId: one.typeId
    })),
    ...(isOther ? [{ code: 'other-gp', clinicianId: gpId } as const] : [])
  ]
}
