export {
  createSchedules,
  writeFirstWeek,
  type SchedulesFeature,
  type SchedulesDependencies
} from './schedules'
export type { HolidayName } from './holidays'
export type { ScheduleBook, Schedules } from './schedule-book'
export type { ScheduleMemory } from './schedule-memory'
export type { ScheduleSaving } from './save-change'
export { readSchedules } from './schedule.queries'
export { listResources, saveResource, saveResourceKind } from './resource.queries'
export { writeAbsence, writeTemplate } from './schedule-writes.queries'
export { clinicianOf, withChange } from './change.rules'
export { sessionsOn, type MinuteSpan } from './sessions.rules'
export { fittingSpans, sessionNotes, type SessionFit } from './session-fit.rules'
