import type { Appointment, AppointmentMessageState } from '@contract/appointments'
import type { AppointmentId, PatientId } from '@contract/ids'
import type { PatientAlert } from '@contract/patients'
import type { CivilDate } from '@contract/values'
import type { Reader } from '../../database/database'
import { minutesBetween } from '../../platform/wall-clock'
import { ageByDigits } from './age.rules'
import { resourceIdsOf, type AppointmentRecord } from './appointment-record'

/** What the desk should know of these patients. */
export type AlertsFor = (
  reader: Reader,
  patientIds: readonly PatientId[]
) => Promise<ReadonlyMap<PatientId, readonly PatientAlert[]>>

/** How far the messages about these appointments have come; `none` for those it leaves out. */
export type MessageStatesOf = (
  reader: Reader,
  appointmentIds: readonly AppointmentId[]
) => Promise<ReadonlyMap<AppointmentId, AppointmentMessageState>>

export interface ViewDependencies {
  readonly alertsFor: AlertsFor
  readonly messageStates: MessageStatesOf
}

export type ToViews = (
  reader: Reader,
  records: readonly AppointmentRecord[],
  today: CivilDate
) => Promise<Appointment[]>

/** Appointments as the pages see them, in the order given. */
export function createViews({ alertsFor, messageStates }: ViewDependencies): ToViews {
  return async (reader, records, today) => {
    if (records.length === 0) return []
    const states = await messageStates(
      reader,
      records.map(({ id }) => id)
    )
    const alerts = await alertsFor(reader, [...new Set(records.map(({ patientId }) => patientId))])
    return records.map((record) =>
      viewOf(record, {
        age: ageByDigits(record.patientBirthDate, today),
        messageState: states.get(record.id) ?? 'none',
        alerts: alerts.get(record.patientId) ?? []
      })
    )
  }
}

interface Surroundings {
  readonly age: number | null
  readonly messageState: AppointmentMessageState
  readonly alerts: readonly PatientAlert[]
}

function viewOf(record: AppointmentRecord, { age, messageState, alerts }: Surroundings): Appointment {
  return {
    id: record.id,
    version: record.version,
    patientId: record.patientId,
    patientFamilyName: record.patientFamilyName,
    patientGivenName: record.patientGivenName,
    patientAge: age,
    clinicianId: record.clinicianId,
    typeId: record.typeId,
    date: record.date,
    time: record.time,
    durationMinutes: minutesBetween(record.startAt, record.endAt),
    start: record.startAt,
    end: record.endAt,
    status: record.status,
    encounterStatus: record.encounterStatus,
    isOverbooked: record.isOverbooked,
    isLeftUnseen: record.isLeftUnseen,
    note: record.note,
    roomId: record.roomId,
    resourceIds: resourceIdsOf(record.resourceIds),
    cancelReason: record.cancelReason,
    isCancelledLate: record.isCancelledLate,
    series: record.series,
    arrivedAt: record.arrivedAt,
    inProgressAt: record.inProgressAt,
    finishedAt: record.finishedAt,
    confirmedAt: record.confirmedAt,
    // That the patient has said so tells more than that a text has arrived.
    messageState: record.confirmedAt === null ? messageState : 'confirmed-by-patient',
    alerts: [...alerts]
  }
}
