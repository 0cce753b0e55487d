import type { SeriesChangeProposal, SeriesLeft } from '@contract/series'
import type { AppointmentId, AppointmentTypeId, ClinicianId } from '@contract/ids'
import type { CivilDate, WallTime } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { minutesBetween } from '../../platform/wall-clock'
import {
  appointmentsOfSeries,
  getAppointment,
  isOpen,
  type AppointmentRecord,
  type Moment
} from '../appointments'
import { judgePlaces, type JudgeDependencies, type WantedPlace } from './proposals'

export interface WantedChange {
  readonly appointmentId: AppointmentId
  readonly scope: 'this' | 'following'
  /** Null: each keeps its own. */
  readonly clinicianId: ClinicianId | null
  readonly time: WallTime | null
  readonly shiftDays: number
  readonly typeId: AppointmentTypeId
  readonly durationMinutes: number
  readonly shifted: readonly {
    readonly appointmentId: AppointmentId
    readonly clinicianId: ClinicianId
    readonly date: CivilDate
    readonly time: WallTime
  }[]
}

/** What a change would make of this occurrence, or of this and those that follow; nothing is written. */
export async function previewChange(
  reader: Reader,
  wanted: WantedChange,
  { moment, judging }: { moment: Moment; judging: JudgeDependencies }
): Promise<{ occurrences: SeriesChangeProposal[]; left: SeriesLeft[] }> {
  const first = await getAppointment(reader, wanted.appointmentId)
  const following = await followingOf(reader, first, wanted.scope)
  const moving = [first, ...following.filter(isOpen)]
  const places = moving.map((appointment) => placeFor(appointment, wanted))
  const { patientId } = first
  const movingIds = moving.map(({ id }) => id)
  const judged = await judgePlaces(
    reader,
    { places, patientId, typeId: wanted.typeId, movingIds, moment },
    judging
  )
  const occurrences = moving.map((appointment, index) => ({
    appointmentId: appointment.id,
    version: appointment.version,
    number: appointment.series?.number ?? 0,
    from: placeOf(appointment),
    ...(places[index] ?? placeOf(appointment)),
    ...(judged[index] ?? { problems: [], alternatives: [] })
  }))
  return { occurrences, left: following.filter((one) => !isOpen(one)).map(leftOf) }
}

async function followingOf(
  reader: Reader,
  first: AppointmentRecord,
  scope: WantedChange['scope']
): Promise<AppointmentRecord[]> {
  if (scope === 'this' || first.series === null) return []
  const all = await appointmentsOfSeries(reader, first.series.id)
  return all
    .filter(({ id, startAt }) => id !== first.id && startAt > first.startAt)
    .sort((a, b) => Date.parse(a.startAt) - Date.parse(b.startAt))
}

function placeFor(appointment: AppointmentRecord, wanted: WantedChange): WantedPlace {
  const { durationMinutes, shiftDays } = wanted
  const own = wanted.shifted.find(({ appointmentId }) => appointmentId === appointment.id)
  if (own) return { clinicianId: own.clinicianId, date: own.date, time: own.time, durationMinutes }
  const date = Temporal.PlainDate.from(appointment.date).add({ days: shiftDays }).toString()
  const clinicianId = wanted.clinicianId ?? appointment.clinicianId
  return { clinicianId, date, time: wanted.time ?? appointment.time, durationMinutes }
}

function placeOf({ clinicianId, date, time, startAt, endAt }: AppointmentRecord): WantedPlace {
  return { clinicianId, date, time, durationMinutes: minutesBetween(startAt, endAt) }
}

function leftOf({ id, series, date, time, status }: AppointmentRecord): SeriesLeft {
  return { appointmentId: id, number: series?.number ?? 0, date, time, status }
}
