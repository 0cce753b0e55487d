import type { ClinicianId } from '@contract/ids'
import type { Absence, Schedule, ScheduleException, WeekTemplate } from '@contract/schedules'
import type { Session } from '@contract/sessions'
import type { Reader } from '../../database/database'
import { emptySchedule } from './schedule-book'

/** Of rows of one kind: hundreds of clinicians with years of exceptions stay below. */
const MOST = 100_000

const SESSION = ['start_minute', 'end_minute', 'kind', 'held_until_minute', 'room_id'] as const

/** Every clinician's schedule. Whoever has none is left out. */
export async function readSchedules(reader: Reader): Promise<Map<ClinicianId, Schedule>> {
  const schedules = new Map<ClinicianId, Schedule>()
  const of = (id: ClinicianId): Schedule => {
    const schedule = schedules.get(id) ?? emptySchedule(id)
    schedules.set(id, schedule)
    return schedule
  }
  for (const template of await readTemplates(reader)) of(template.clinicianId).templates.push(template)
  for (const exception of await readExceptions(reader)) of(exception.clinicianId).exceptions.push(exception)
  for (const absence of await readAbsences(reader)) of(absence.clinicianId).absences.push(absence)
  return schedules
}

async function readTemplates(reader: Reader): Promise<WeekTemplate[]> {
  const sessions = await reader
    .selectFrom('schedule_session')
    .select(['template_id', 'week', 'weekday', ...SESSION])
    .orderBy('template_id')
    .orderBy('week')
    .orderBy('weekday')
    .orderBy('start_minute')
    .limit(MOST)
    .execute()
  const byTemplate = Map.groupBy(sessions, ({ template_id }) => template_id)
  const rows = await reader
    .selectFrom('schedule_template')
    .select(['id', 'clinician_id', 'name', 'valid_from', 'valid_until', 'cycle_weeks', 'anchor_date'])
    .orderBy('valid_from', 'desc')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    clinicianId: row.clinician_id,
    name: row.name,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    cycleWeeks: row.cycle_weeks,
    anchorDate: row.anchor_date,
    sessions: (byTemplate.get(row.id) ?? []).map((session) => ({
      week: session.week,
      weekday: session.weekday,
      ...toSession(session)
    }))
  }))
}

async function readExceptions(reader: Reader): Promise<ScheduleException[]> {
  const sessions = await reader
    .selectFrom('schedule_exception_session')
    .select(['exception_id', ...SESSION])
    .orderBy('exception_id')
    .orderBy('start_minute')
    .limit(MOST)
    .execute()
  const byException = Map.groupBy(sessions, ({ exception_id }) => exception_id)
  const rows = await reader
    .selectFrom('schedule_exception')
    .select(['id', 'clinician_id', 'local_date', 'is_replacing', 'note'])
    .orderBy('local_date', 'desc')
    .orderBy('id')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    clinicianId: row.clinician_id,
    date: row.local_date,
    isReplacing: row.is_replacing === 1,
    sessions: (byException.get(row.id) ?? []).map(toSession),
    note: row.note
  }))
}

async function readAbsences(reader: Reader): Promise<Absence[]> {
  const rows = await reader
    .selectFrom('absence')
    .select([
      'id',
      'clinician_id',
      'from_date',
      'from_minute',
      'until_date',
      'until_minute',
      'reason',
      'note'
    ])
    .orderBy('from_date', 'desc')
    .orderBy('from_minute', 'desc')
    .orderBy('id')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    clinicianId: row.clinician_id,
    fromDate: row.from_date,
    fromMinute: row.from_minute,
    untilDate: row.until_date,
    untilMinute: row.until_minute,
    reason: row.reason,
    note: row.note
  }))
}

function toSession(row: {
  start_minute: number
  end_minute: number
  kind: Session['kind']
  held_until_minute: number | null
  room_id: Session['roomId']
}): Session {
  return {
    startMinute: row.start_minute,
    endMinute: row.end_minute,
    kind: row.kind,
    heldUntilMinute: row.held_until_minute,
    roomId: row.room_id
  }
}
