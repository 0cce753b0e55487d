import type { Insertable } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import {
  AppointmentId,
  type AppointmentTypeId,
  ClinicianId,
  PatientId
} from '../../../src-preload/contract/ids'
import type { Tables } from '../../../src-main/core/database/tables'
import { momentAt } from '../../../src-main/core/platform/wall-clock'
import { TIME_ZONE, wallTime } from '../clinic'
import { visitsOf, VISITS_A_DAY, type RegisterSize } from './sizes'

const FIRST_MINUTE = 8 * 60
const LENGTH_MINUTES = 15
/** Shares no factor with any size, so that going on by it visits everybody before anybody twice. */
const STRIDE = 7_919
/** One visit in so many has the SMS that reminded of it. */
const VISITS_A_MESSAGE = 10

export interface VisitDay {
  readonly date: Temporal.PlainDate
  /** Counted from the first day on. */
  readonly index: number
  readonly isAhead: boolean
}

export interface VisitWriting {
  readonly size: RegisterSize
  readonly typeId: AppointmentTypeId
}

/** A day's appointments of all clinicians, by time. */
export function visitRows(day: VisitDay, writing: VisitWriting): Insertable<Tables['appointment']>[] {
  const { size } = writing
  const firstMs = momentAt(day.date.toString(), '08:00', TIME_ZONE).epochMilliseconds
  return Array.from({ length: size.clinicians * VISITS_A_DAY }, (_, place) => {
    const number = day.index * size.clinicians * VISITS_A_DAY + place
    const row = Math.floor(place / size.clinicians)
    const startMs = firstMs + row * LENGTH_MINUTES * 60_000
    const start_at = stored(startMs)
    return {
      id: AppointmentId.parse(number + 1),
      patient_id: patientOf(number, size),
      clinician_id: ClinicianId.parse((place % size.clinicians) + 1),
      type_id: writing.typeId,
      start_at,
      end_at: stored(startMs + LENGTH_MINUTES * 60_000),
      local_date: day.date.toString(),
      local_time: wallTime(FIRST_MINUTE + row * LENGTH_MINUTES),
      ...stateOf(number, day, start_at),
      room_id: null,
      confirmed_at: null,
      created_at: stored(startMs - 14 * 86_400_000),
      created_by: null
    }
  })
}

function patientOf(number: number, size: RegisterSize): PatientId {
  if (number >= visitsOf(size)) throw new RangeError('Everybody has all their visits.')
  return PatientId.parse(((number * STRIDE) % size.patients) + 1)
}

/** Of those behind one in 25 did not come and one in 25 cancelled. */
function stateOf(number: number, { isAhead }: VisitDay, startAt: string) {
  const none = { cancel_reason: null, arrived_at: null, in_progress_at: null, finished_at: null }
  if (isAhead) return { status: 'booked', encounter_status: 'planned', ...none } as const
  if (number % 25 === 7) return { status: 'noshow', encounter_status: null, ...none } as const
  if (number % 25 === 13)
    return { status: 'cancelled', encounter_status: null, ...none, cancel_reason: 'patient' } as const
  const times = { arrived_at: startAt, in_progress_at: startAt, finished_at: startAt }
  return { status: 'fulfilled', encounter_status: 'finished', cancel_reason: null, ...times } as const
}

/** One reminder in ten is answered; what was answered has been read. */
export function replyRows(
  reminders: readonly Insertable<Tables['message']>[]
): Insertable<Tables['inbound_message']>[] {
  return reminders
    .filter((_, index) => index % 10 === 0)
    .map(({ patient_id, recipient, sent_at }) => ({
      sender: recipient ?? '',
      patient_id: patient_id ?? null,
      body: 'Takk, jeg kommer',
      is_complete: 1,
      received_at: sent_at ?? '',
      is_read: 1,
      handled_as: 'desk' as const,
      handled_at: null,
      handled_by: null
    }))
}

/** The reminders of a day behind, each delivered the day before. */
export function messageRows(
  visits: readonly Insertable<Tables['appointment']>[],
  mobileOf: (patientId: PatientId) => string | null
): Insertable<Tables['message']>[] {
  return visits.flatMap(({ id, patient_id, start_at, local_time }, index) => {
    const recipient = mobileOf(patient_id)
    if (index % VISITS_A_MESSAGE !== 0 || id === undefined || recipient === null) return []
    const sentAt = stored(Date.parse(start_at) - 86_400_000)
    return {
      key: `reminder/${id}/24`,
      patient_id,
      appointment_id: id,
      about_start: start_at,
      reminder_hours: 24,
      answer_to: null,
      purpose: 'appointment-reminder' as const,
      language: 'nb' as const,
      recipient,
      body: `Påminnelse: Du har time i morgen kl. ${local_time} hos Eksempel legesenter. Svar STOPP for ikke å få påminnelser.`,
      code_digits: null,
      template_version: null,
      priority: 2,
      not_before: sentAt,
      due_at: sentAt,
      expires_at: start_at,
      state: 'delivered' as const,
      reason: null,
      segments: 1,
      cost_minor: 39,
      parts_accepted: 1,
      attempts: 1,
      tries: 1,
      created_at: sentAt,
      created_by: null,
      sent_at: sentAt,
      delivered_at: sentAt,
      ended_at: sentAt,
      settled_at: null
    }
  })
}

function stored(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
