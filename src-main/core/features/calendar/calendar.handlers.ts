import type { MethodName } from '@contract/index'
import type { Database } from '../../database/database'
import type { Handlers } from '../../rpc/handlers'
import type { Appointments } from '../appointments'
import type { HolidayName, ScheduleMemory } from '../schedules'
import type { Settings } from '../settings'
import { agendaQuery, cursorAfter, datesSeen } from './agenda'
import { weekOf } from './calendar-dates.rules'
import { agendaPage } from './calendar.queries'
import { readMonth } from './month'
import { patientNotes } from './patient-notes'
import { readWeek } from './week'

export interface CalendarDependencies {
  readonly database: Database
  readonly settings: Settings
  readonly appointments: Appointments
  readonly schedules: Pick<ScheduleMemory, 'book'>
  readonly holidayName: HolidayName
}

type CalendarMethods = Extract<MethodName, `calendar.${string}`>

/** The calendar beside the day view. Looks at patients' appointments are logged as those of the day view are. */
export function calendarHandlers({
  database,
  settings,
  appointments,
  schedules,
  holidayName
}: CalendarDependencies): Handlers<CalendarMethods> {
  const { steps, look, toViews, occupancy, dayOf } = appointments
  return {
    async 'calendar.week'({ clinicianId, date }, { actor }) {
      const { today } = await steps.moment()
      const dates = weekOf(date)
      const detail = `${dates[0] ?? date}/${dates.at(-1) ?? date} clinician ${clinicianId}`
      return await look(actor, { action: 'schedule.opened', patientId: null, detail }, (reader) =>
        readWeek(reader, { clinicianId, date, today }, { settings, toViews, holidayName, schedules })
      )
    },
    'calendar.month': async (query) =>
      await readMonth(database.reader, query, await steps.moment(), {
        settings,
        holidayName,
        schedules,
        occupancy,
        dayOf
      }),
    'calendar.patientNotes': async (asked, { actor }) =>
      await look(actor, { action: 'appointments.opened', patientId: asked.patientId }, (reader) =>
        patientNotes(reader, asked)
      ),
    async 'calendar.agenda'(asked, { actor }) {
      const { today, timeZone } = await steps.moment()
      const query = agendaQuery(asked, timeZone)
      const entry = { action: 'schedule.opened', patientId: null, detail: datesSeen(asked) } as const
      return await look(actor, entry, async (reader) => {
        // One more than asked for tells whether there is another page.
        const records = await agendaPage(reader, { ...query, limit: query.limit + 1 })
        const page = records.slice(0, query.limit)
        const last = page.at(-1)
        return {
          appointments: await toViews(reader, page, today),
          nextCursor: records.length > page.length && last ? cursorAfter(last) : null
        }
      })
    }
  }
}
