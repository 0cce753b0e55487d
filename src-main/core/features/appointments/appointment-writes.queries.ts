import type { AppointmentTypeId, ClinicianId, PatientId, UserId } from '@contract/ids'
import type { Instant } from '@contract/values'
import { isAppointmentOverlap } from '../../database/appointment-overlap'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { getAppointment } from './appointment.queries'
import { toRow } from './appointment-row.queries'
import type { AppointmentFields, AppointmentRecord } from './appointment-record'

export interface NewAppointment {
  readonly patientId: PatientId
  readonly fields: AppointmentFields
  readonly createdAt: Instant
  readonly createdBy: UserId | null
}

/** @throws AppError `slot-taken`: the database has found another appointment there. */
export async function insertAppointment(
  transaction: Transaction,
  { patientId, fields, createdAt, createdBy }: NewAppointment
): Promise<AppointmentRecord> {
  const { id } = await refusingTakenPlaces(fields, () =>
    transaction
      .insertInto('appointment')
      .values({ ...toRow(fields), patient_id: patientId, created_at: createdAt, created_by: createdBy })
      .returning('id')
      .executeTakeFirstOrThrow()
  )
  return await getAppointment(transaction, id)
}

/** @throws AppError `slot-taken`, `stale-version` */
export async function updateAppointment(
  transaction: Transaction,
  before: AppointmentRecord,
  fields: AppointmentFields
): Promise<AppointmentRecord> {
  const { numUpdatedRows } = await refusingTakenPlaces(fields, () =>
    transaction
      .updateTable('appointment')
      .set({ ...toRow(fields), version: before.version + 1 })
      .where('id', '=', before.id)
      .where('version', '=', before.version)
      .executeTakeFirstOrThrow()
  )
  if (numUpdatedRows !== 1n) throw new AppError('stale-version')
  return { ...before, ...fields, version: before.version + 1 }
}

async function refusingTakenPlaces<T>(
  { date, time }: AppointmentFields,
  write: () => Promise<T>
): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (isAppointmentOverlap(error)) throw new AppError('slot-taken', { date, time }, { cause: error })
    throw error
  }
}

/** @throws AppError `not-found`, `patient-deceased`, `clinician-inactive`, `appointment-type-inactive` */
export async function assertBookable(
  reader: Reader,
  ids: { patientId: PatientId; clinicianId: ClinicianId; typeId: AppointmentTypeId }
): Promise<void> {
  const patient = await reader
    .selectFrom('patient')
    .select('deceased_on')
    .where('id', '=', ids.patientId)
    .executeTakeFirst()
  const type = await reader
    .selectFrom('appointment_type')
    .select('is_active')
    .where('id', '=', ids.typeId)
    .executeTakeFirst()
  if (!patient || !type) throw new AppError('not-found')
  if (patient.deceased_on !== null) throw new AppError('patient-deceased')
  if (type.is_active === 0) throw new AppError('appointment-type-inactive')
  await assertClinicianActive(reader, ids.clinicianId)
}

/** @throws AppError `not-found`, `clinician-inactive` */
export async function assertClinicianActive(reader: Reader, clinicianId: ClinicianId): Promise<void> {
  const clinician = await reader
    .selectFrom('clinician')
    .select('is_active')
    .where('id', '=', clinicianId)
    .executeTakeFirst()
  if (!clinician) throw new AppError('not-found')
  if (clinician.is_active === 0) throw new AppError('clinician-inactive')
}
