import type { CivilDate } from '@contract/values'
import type { Database, Reader } from '../../database/database'
import type { EventBus } from '../../platform/event-bus'
import type { Settings } from '../settings'
import type { HolidayName } from './holidays'
import { scheduleBook, type ScheduleBook, type Schedules } from './schedule-book'
import { readSchedules } from './schedule.queries'

export interface ScheduleMemory {
  /** Every clinician's days, read once and kept until a schedule or the settings change. */
  book(reader: Reader): Promise<ScheduleBook>
  /** The days as they would be by other schedules than those written. */
  bookOf(schedules: Schedules): Promise<ScheduleBook>
  schedules(reader: Reader): Promise<Schedules>
  /** After a change is on disk. */
  forget(): void
}

export interface ScheduleMemoryDependencies {
  readonly database: Database
  readonly events: EventBus
  readonly settings: Settings
  readonly holidayName: HolidayName
}

export function createScheduleMemory({
  database,
  events,
  settings,
  holidayName
}: ScheduleMemoryDependencies): ScheduleMemory {
  let known: { schedules: Schedules; book: ScheduleBook } | null = null
  // A change that is committed while a read is under way makes what was read out of date.
  let generation = 0
  function forget(): void {
    generation += 1
    known = null
  }
  events.subscribe((event) => {
    // A new clinician comes with a first week.
    if (event === 'settings.changed' || event === 'clinicians.changed') forget()
  })

  async function bookOf(schedules: Schedules, reader?: Reader): Promise<ScheduleBook> {
    const { country, language } = await settings.read(reader)
    return scheduleBook(schedules, (date: CivilDate) => holidayName(date, country, language))
  }

  async function load(reader: Reader): Promise<{ schedules: Schedules; book: ScheduleBook }> {
    if (known) return known
    const before = generation
    const schedules = await readSchedules(reader)
    const loaded = { schedules, book: await bookOf(schedules, reader) }
    // A transaction may have changed what is not on disk yet: only what every reader sees is kept.
    if (generation === before && reader === database.reader) known = loaded
    return loaded
  }

  return {
    bookOf: async (schedules) => await bookOf(schedules),
    forget,
    book: async (reader) => (await load(reader)).book,
    schedules: async (reader) => (await load(reader)).schedules
  }
}
