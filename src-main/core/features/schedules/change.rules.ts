import { AbsenceId, ScheduleExceptionId, ScheduleTemplateId, type ClinicianId } from '@contract/ids'
import type { Schedule, ScheduleChange } from '@contract/schedules'
import type { Session } from '@contract/sessions'
import { AppError } from '../../platform/app-error'
import { emptySchedule, type Schedules } from './schedule-book'

/** Stands for what has no id yet, in a schedule that is only looked at. */
const UNWRITTEN = Number.MAX_SAFE_INTEGER

/**
 * The schedules as they would be after the change.
 * @throws AppError `not-found` for what is to be removed or altered and is not there, and what `assertLawful` throws
 */
export function withChange(schedules: Schedules, change: ScheduleChange): Map<ClinicianId, Schedule> {
  assertLawful(schedules, change)
  const clinicianId = clinicianOf(schedules, change)
  const before = schedules.get(clinicianId) ?? emptySchedule(clinicianId)
  return new Map(schedules).set(clinicianId, changed(before, change))
}

function changed(schedule: Schedule, change: ScheduleChange): Schedule {
  const { templates, exceptions, absences } = schedule
  switch (change.kind) {
    case 'save-template': {
      const id = change.template.id ?? ScheduleTemplateId.parse(UNWRITTEN)
      return { ...schedule, templates: [...without(templates, id), { ...change.template, id }] }
    }
    case 'remove-template':
      return { ...schedule, templates: without(templates, change.id) }
    case 'save-exception': {
      const id = change.exception.id ?? ScheduleExceptionId.parse(UNWRITTEN)
      return { ...schedule, exceptions: [...without(exceptions, id), { ...change.exception, id }] }
    }
    case 'remove-exception':
      return { ...schedule, exceptions: without(exceptions, change.id) }
    case 'save-absence': {
      const id = change.absence.id ?? AbsenceId.parse(UNWRITTEN)
      return { ...schedule, absences: [...without(absences, id), { ...change.absence, id }] }
    }
    case 'remove-absence':
      return { ...schedule, absences: without(absences, change.id) }
  }
}

/** Whose schedule it changes. @throws AppError `not-found` */
export function clinicianOf(schedules: Schedules, change: ScheduleChange): ClinicianId {
  switch (change.kind) {
    case 'save-template':
      return change.template.clinicianId
    case 'save-exception':
      return change.exception.clinicianId
    case 'save-absence':
      return change.absence.clinicianId
    case 'remove-template':
      return ownerOf(schedules, ({ templates }) => templates, change.id)
    case 'remove-exception':
      return ownerOf(schedules, ({ exceptions }) => exceptions, change.id)
    case 'remove-absence':
      return ownerOf(schedules, ({ absences }) => absences, change.id)
  }
}

function ownerOf(
  schedules: Schedules,
  listOf: (schedule: Schedule) => readonly { id: number }[],
  id: number
): ClinicianId {
  for (const schedule of schedules.values())
    if (listOf(schedule).some((one) => one.id === id)) return schedule.clinicianId
  throw new AppError('not-found')
}

function without<T extends { id: number }>(list: readonly T[], id: number): T[] {
  return list.filter((one) => one.id !== id)
}

/**
 * @throws AppError `sessions-order`, `sessions-overlap`, `session-outside-cycle`, `schedule-dates-order`,
 * `schedule-begins-twice`, `exception-exists`, `not-found`
 */
function assertLawful(schedules: Schedules, change: ScheduleChange): void {
  if (change.kind === 'save-template') assertTemplate(schedules, change.template)
  if (change.kind === 'save-exception') {
    const { exception } = change
    assertSessions(exception.sessions)
    const others = schedules.get(exception.clinicianId)?.exceptions ?? []
    assertKnown(others, exception.id)
    if (others.some(({ id, date }) => date === exception.date && id !== exception.id))
      throw new AppError('exception-exists', { date: exception.date })
  }
  if (change.kind === 'save-absence') {
    const { absence } = change
    assertKnown(schedules.get(absence.clinicianId)?.absences ?? [], absence.id)
    const isOrdered =
      absence.fromDate < absence.untilDate ||
      (absence.fromDate === absence.untilDate && absence.fromMinute < absence.untilMinute)
    if (!isOrdered) throw new AppError('schedule-dates-order')
  }
}

function assertTemplate(
  schedules: Schedules,
  template: Extract<ScheduleChange, { kind: 'save-template' }>['template']
): void {
  const { id, clinicianId, validFrom, validUntil, cycleWeeks, sessions } = template
  if (validUntil !== null && validUntil < validFrom) throw new AppError('schedule-dates-order')
  if (sessions.some(({ week }) => week > cycleWeeks)) throw new AppError('session-outside-cycle')
  for (const ofDay of Map.groupBy(sessions, ({ week, weekday }) => week * 10 + weekday).values())
    assertSessions(ofDay)
  const others = schedules.get(clinicianId)?.templates ?? []
  assertKnown(others, id)
  if (others.some((other) => other.validFrom === validFrom && other.id !== id))
    throw new AppError('schedule-begins-twice', { date: validFrom })
}

function assertKnown(list: readonly { id: number }[], id: number | null): void {
  if (id !== null && !list.some((one) => one.id === id)) throw new AppError('not-found')
}

/** One day's sessions. */
function assertSessions(sessions: readonly Session[]): void {
  const sorted = [...sessions].sort((a, b) => a.startMinute - b.startMinute)
  for (const [index, { startMinute, endMinute, kind, heldUntilMinute }] of sorted.entries()) {
    if (startMinute >= endMinute) throw new AppError('sessions-order')
    if (heldUntilMinute !== null && kind !== 'urgent') throw new AppError('sessions-order')
    const next = sorted[index + 1]
    if (next && next.startMinute < endMinute) throw new AppError('sessions-overlap')
  }
}
