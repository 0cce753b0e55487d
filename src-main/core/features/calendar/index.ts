export { calendarHandlers, type CalendarDependencies } from './calendar.handlers'
