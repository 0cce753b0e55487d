import { Appointment } from '@contract/appointments'
import { minuteOf } from '../../src-renderer/lib/wall-time'

type Changes = Partial<
  Omit<Appointment, 'id' | 'patientId' | 'clinicianId' | 'typeId' | 'roomId'> & {
    id: number
    patientId: number
    clinicianId: number
    typeId: number
    roomId: number | null
  }
>

/** An appointment as the core answers with it: Thursday 3 December 2026, 10.10 in Oslo, twenty minutes, booked. */
export function appointmentView(changes: Changes = {}): Appointment {
  const date = changes.date ?? '2026-12-03'
  const time = changes.time ?? '10:10'
  const startMs = Date.parse(`${date}T00:00:00Z`) + (minuteOf(time) - 60) * 60_000
  const durationMinutes = changes.durationMinutes ?? 20
  return Appointment.parse({
    id: 1,
    version: 1,
    patientId: 1,
    patientFamilyName: 'Sørlie',
    patientGivenName: 'Ingrid',
    patientAge: 39,
    clinicianId: 1,
    typeId: 1,
    start: new Date(startMs).toISOString(),
    end: new Date(startMs + durationMinutes * 60_000).toISOString(),
    status: 'booked',
    encounterStatus: null,
    isOverbooked: false,
    isLeftUnseen: false,
    note: '',
    roomId: null,
    resourceIds: [],
    cancelReason: null,
    isCancelledLate: false,
    series: null,
    arrivedAt: null,
    inProgressAt: null,
    finishedAt: null,
    confirmedAt: null,
    messageState: 'none',
    alerts: [],
    ...changes,
    date,
    time,
    durationMinutes
  })
}
