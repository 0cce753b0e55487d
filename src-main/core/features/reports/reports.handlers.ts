import { setImmediate } from 'node:timers/promises'
import type { MethodName } from '@contract/index'
import type { CapacityReport } from '@contract/reports'
import { Temporal } from 'temporal-polyfill'
import type { Database, Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor, Call, Handlers } from '../../rpc/handlers'
import { listTypes, type Appointments } from '../appointments'
import type { ScheduleMemory } from '../schedules'
import { listClinicians, type Settings } from '../settings'
import { attendanceReport } from './attendance.rules'
import { capacityOf, offerOf, type DayOffer } from './capacity.rules'
import { messageReport } from './message-report.rules'
import { assertPeriod, chunksOf, datesOf, stretchesOf } from './period.rules'
import {
  countEndings,
  countMessages,
  lastUsedDay,
  usedTime,
  visitsOf,
  type MessageQuery,
  type ReportQuery
} from './reports.queries'
import { appointmentRows, messageRows } from './rows.queries'
import { waitingOf } from './waiting.rules'

export interface ReportDependencies {
  readonly database: Database
  readonly settings: Settings
  readonly schedules: Pick<ScheduleMemory, 'book'>
  readonly appointments: Pick<Appointments, 'look' | 'steps' | 'findFree'>
}

type ReportMethods = Extract<MethodName, `reports.${string}`>

/** Reads only. Figures name no patient; the rows behind them do, and are logged as the look they are. */
export function reportHandlers(dependencies: ReportDependencies): Handlers<ReportMethods> {
  const { database, settings, appointments } = dependencies
  const { reader } = database

  async function note(
    actor: Actor,
    action: string,
    { from, until, clinicianId }: ReportQuery
  ): Promise<void> {
    const detail = `${from}/${until}${clinicianId === null ? '' : ` clinician ${clinicianId}`}`
    await appointments.look(actor, { action, patientId: null, detail }, () => Promise.resolve())
  }

  /** Week by week, so that the desk is answered in between. */
  async function inChunks<T>(
    query: ReportQuery,
    read: (reader: Reader, query: ReportQuery) => Promise<T[]>
  ): Promise<T[]> {
    const parts: T[][] = []
    for (const chunk of chunksOf(query)) {
      parts.push(await read(reader, { ...query, ...chunk }))
      await setImmediate()
    }
    return parts.flat()
  }

  async function opened(query: ReportQuery, { actor }: Call): Promise<void> {
    assertPeriod(query)
    await note(actor, 'report.opened', query)
  }

  return {
    'reports.attendance': async (query, call) => {
      await opened(query, call)
      return attendanceReport(await inChunks(query, countEndings), stretchesOf(query))
    },
    'reports.capacity': async (query, call) => {
      await opened(query, call)
      const uses = await inChunks(query, usedTime)
      const offers = await offersOf(dependencies, query)
      return {
        total: capacityOf(uses, offers, query),
        stretches: stretchesOf(query).map((stretch) => ({
          ...stretch,
          ...capacityOf(uses, offers, stretch)
        })),
        firstFree: await firstFree(dependencies, query)
      }
    },
    'reports.waiting': async (query, call) => {
      await opened(query, call)
      const visits = await inChunks(query, visitsOf)
      return {
        total: waitingOf(visits, query),
        stretches: stretchesOf(query).map((stretch) => ({ ...stretch, ...waitingOf(visits, stretch) }))
      }
    },
    'reports.messages': async (query, call) => {
      await opened(query, call)
      const { timeZone } = await settings.read()
      return messageReport(
        await inChunks(query, async (from, chunk) => await countMessages(from, momentsOf(chunk, timeZone)))
      )
    },
    'reports.rows': async ({ figure, cursor, limit, ...query }, { actor }) => {
      assertPeriod(query)
      await note(actor, 'report.rows-opened', query)
      const { timeZone } = await settings.read()
      const page = { offset: offsetOf(cursor), limit }
      const rows =
        figure.of === 'appointments'
          ? await appointmentRows(reader, { query, figure, page })
          : await messageRows(reader, { query: momentsOf(query, timeZone), figure, page })
      return { rows, nextCursor: rows.length === limit ? String(page.offset + limit) : null }
    }
  }
}

/** What the schedules offer; of who works here no more, until the last day anybody was booked with them. */
async function offersOf(
  { database, schedules }: ReportDependencies,
  query: ReportQuery
): Promise<DayOffer[]> {
  const book = await schedules.book(database.reader)
  const clinicians = await Promise.all(
    (await listClinicians(database.reader))
      .filter(({ id }) => query.clinicianId === null || id === query.clinicianId)
      .map(async ({ id, isActive }) => ({
        id,
        until: isActive ? query.until : ((await lastUsedDay(database.reader, id)) ?? '')
      }))
  )
  return datesOf(query).flatMap((date) =>
    clinicians
      .filter(({ until }) => date <= until)
      .map(({ id }) => offerOf(date, book.day(id, date).sessions))
  )
}

/** For each type the first day on which one can be had; none with who works here no more. */
async function firstFree(
  { database, appointments }: ReportDependencies,
  { clinicianId }: ReportQuery
): Promise<CapacityReport['firstFree']> {
  const { reader } = database
  const moment = await appointments.steps.moment()
  const types = (await listTypes(reader)).filter(({ isActive }) => isActive)
  const isHere = (await listClinicians(reader)).some(
    ({ id, isActive }) => isActive && (clinicianId === null || id === clinicianId)
  )
  const found: CapacityReport['firstFree'] = []
  for (const { id } of types) {
    const query = { ...ANY_TIME, typeId: id, clinicianIds: clinicianId === null ? [] : [clinicianId] }
    const [first] = isHere
      ? await appointments.findFree(reader, { ...query, from: moment.today }, moment)
      : []
    found.push({ typeId: id, date: first?.date ?? null })
  }
  return found
}

const ANY_TIME = {
  durationMinutes: null,
  partOfDay: null,
  weekdays: [],
  fromMinute: null,
  until: null,
  movingId: null,
  limit: 1
} as const

function momentsOf({ from, until, clinicianId }: ReportQuery, timeZone: string): MessageQuery {
  const midnight = (date: Temporal.PlainDate): string =>
    new Date(date.toZonedDateTime(timeZone).epochMilliseconds).toISOString()
  return {
    from: midnight(Temporal.PlainDate.from(from)),
    until: midnight(Temporal.PlainDate.from(until).add({ days: 1 })),
    clinicianId
  }
}

/** @throws AppError `invalid-input` for a cursor that no answer gave out */
function offsetOf(cursor: string | null): number {
  const offset = Number(cursor ?? '0')
  if (!Number.isInteger(offset) || offset < 0) throw new AppError('invalid-input', { field: 'cursor' })
  return offset
}
