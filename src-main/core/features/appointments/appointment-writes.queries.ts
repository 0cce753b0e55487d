import type { AppointmentId, AppointmentTypeId, ClinicianId, PatientId, UserId } from '@contract/ids'
import type { Instant } from '@contract/values'
import {
  isAppointmentHeld,
  isAppointmentOverlap,
  isResourceOverlap
} from '../../database/appointment-overlap'
import type { Reader, Transaction } from '../../database/database'
import { prepared, type Slots } from '../../database/prepared'
import type { Insertable } from 'kysely'
import type { AppointmentTable } from '../../database/tables/appointments'
import { AppError } from '../../platform/app-error'
import { getAppointment } from './appointment.queries'
import { toRow } from './appointment-row.queries'
import { whichIsTaken } from './resource-use.queries'
import type { AppointmentFields, AppointmentRecord } from './appointment-record'

export interface NewAppointment {
  readonly patientId: PatientId
  readonly fields: AppointmentFields
  readonly createdAt: Instant
  readonly createdBy: UserId | null
  readonly series: AppointmentRecord['series']
  /** The clinic's, for the words of a refusal. */
  readonly timeZone: string
}

const insertion = prepared((transaction: Transaction, row: Slots<Insertable<AppointmentTable>>) =>
  transaction.insertInto('appointment').values(row).returning('id')
)

/** @throws AppError `slot-taken`, `resource-taken`: the database has found another appointment there. */
export async function insertAppointment(
  transaction: Transaction,
  { patientId, fields, createdAt, createdBy, series, timeZone }: NewAppointment
): Promise<AppointmentRecord> {
  const inserted = await refusingTakenPlaces(transaction, { fields, timeZone }, () =>
    insertion.first(transaction, {
      ...toRow(fields),
      patient_id: patientId,
      created_at: createdAt,
      created_by: createdBy,
      series_id: series?.id ?? null,
      series_number: series?.number ?? null
    })
  )
  if (!inserted) throw new Error('The appointment was not inserted.')
  return await getAppointment(transaction, inserted.id)
}

type ChangedRow = ReturnType<typeof toRow> & { version: number }

const update = prepared(
  (
    transaction: Transaction,
    { id, versionBefore, ...row }: Slots<ChangedRow & { id: AppointmentId; versionBefore: number }>
  ) =>
    transaction.updateTable('appointment').set(row).where('id', '=', id).where('version', '=', versionBefore)
)

/** @throws AppError `slot-taken`, `resource-taken`, `stale-version` */
export async function updateAppointment(
  transaction: Transaction,
  before: AppointmentRecord,
  { fields, timeZone }: { fields: AppointmentFields; timeZone: string }
): Promise<AppointmentRecord> {
  const updatedRows = await refusingTakenPlaces(transaction, { fields, timeZone }, () =>
    update.run(transaction, {
      ...toRow(fields),
      version: before.version + 1,
      id: before.id,
      versionBefore: before.version
    })
  )
  if (updatedRows !== 1) throw new AppError('stale-version')
  return { ...before, ...fields, version: before.version + 1 }
}

async function refusingTakenPlaces<T>(
  transaction: Transaction,
  { fields, timeZone }: { fields: AppointmentFields; timeZone: string },
  write: () => Promise<T>
): Promise<T> {
  const { date, time } = fields
  try {
    return await write()
  } catch (error) {
    if (isAppointmentOverlap(error)) throw new AppError('slot-taken', { date, time }, { cause: error })
    if (isResourceOverlap(error))
      throw new AppError('resource-taken', await whichIsTaken(transaction, fields, timeZone), {
        cause: error
      })
    if (isAppointmentHeld(error)) throw new AppError('slot-held', { date, time }, { cause: error })
    throw error
  }
}

const whoAndWhat = prepared(
  (
    reader: Reader,
    {
      patientId,
      clinicianId,
      typeId
    }: Slots<{ patientId: PatientId; clinicianId: ClinicianId; typeId: AppointmentTypeId }>
  ) =>
    reader
      .selectFrom(['patient', 'appointment_type', 'clinician'])
      .select([
        'patient.deceased_on',
        'appointment_type.is_active as is_type_active',
        'clinician.is_active as is_clinician_active'
      ])
      .where('patient.id', '=', patientId)
      .where('appointment_type.id', '=', typeId)
      .where('clinician.id', '=', clinicianId)
)

/** @throws AppError `not-found`, `patient-deceased`, `clinician-inactive`, `appointment-type-inactive` */
export async function assertBookable(
  reader: Reader,
  ids: { patientId: PatientId; clinicianId: ClinicianId; typeId: AppointmentTypeId }
): Promise<void> {
  const found = await whoAndWhat.first(reader, ids)
  if (!found) throw new AppError('not-found')
  if (found.deceased_on !== null) throw new AppError('patient-deceased')
  if (found.is_type_active === 0) throw new AppError('appointment-type-inactive')
  if (found.is_clinician_active === 0) throw new AppError('clinician-inactive')
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
