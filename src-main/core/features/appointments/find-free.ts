import type { AppointmentType, FreeSlot } from '@contract/appointments'
import type { AppointmentId, AppointmentTypeId, ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { wallTimeAt } from '../../platform/wall-clock'
import { fittingSpans, type MinuteSpan, type ScheduleBook, type ScheduleMemory } from '../schedules'
import { listClinicians } from '../settings'
import { findAppointment } from './appointment.queries'
import type { AppointmentRecord } from './appointment-record'
import type { Moment } from './appointment-steps'
import type { ClinicDay } from './clinic-days'
import type { Occupancy } from './occupancy'
import { findOpenings, type Span } from './openings.rules'
import { fitOf, type HeldSpan, type HeldSpans } from './place-notes'
import { createResourceTimes, type ResourceTimes } from './resource-times'
import type { TypeMemory } from './type-memory'

/** How far ahead it looks. */
const HORIZON_DAYS = 183
const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
const GRID_MS = 5 * MINUTE_MS
/** Days read at a time: openings are mostly near, so it begins small. */
const FIRST_READ_DAYS = 4
const LONGEST_READ_DAYS = 64

export interface FreeQuery {
  /** Null: like an ordinary visit. */
  readonly typeId: AppointmentTypeId | null
  /** Null: the type's own length. */
  readonly durationMinutes: number | null
  /** None: any clinician. */
  readonly clinicianIds: readonly ClinicianId[]
  /** The whole visit lies between these minutes of the day. */
  readonly partOfDay: { readonly fromMinute: number; readonly untilMinute: number } | null
  /** ISO weekdays; none: any day. */
  readonly weekdays: readonly number[]
  readonly from: CivilDate
  /** Not before this minute on the first day. */
  readonly fromMinute: number | null
  readonly until: CivilDate | null
  /** An appointment whose own place counts as free. */
  readonly movingId: AppointmentId | null
  readonly limit: number
}

export interface FindFreeDependencies {
  readonly occupancy: Occupancy
  readonly schedules: Pick<ScheduleMemory, 'book'>
  readonly types: TypeMemory
  readonly heldSpans: HeldSpans
  readonly dayOf: (date: CivilDate, timeZone: string) => ClinicDay
}

/** Hours and places that are not written yet. */
export interface Supposed {
  readonly book?: ScheduleBook
  readonly taken?: readonly HeldSpan[]
}

export type FindFree = (
  reader: Reader,
  query: FreeQuery,
  moment: Moment,
  supposed?: Supposed
) => Promise<FreeSlot[]>

/** What a search goes by from day to day. */
interface Search {
  readonly query: FreeQuery
  readonly moment: Moment
  readonly book: ScheduleBook
  readonly fit: Pick<AppointmentType, 'allowedSessions'>
  readonly durationMinutes: number
  readonly bufferMs: number
  readonly notBeforeMs: number
  readonly clinicianIds: readonly ClinicianId[]
  readonly moving: AppointmentRecord | null
  readonly taken: readonly HeldSpan[]
  readonly resources: ResourceTimes | null
}

const LIKE_ORDINARY = {
  allowedSessions: ['ordinary'],
  bufferMinutes: 0,
  needs: []
} as const satisfies Partial<AppointmentType>

/**
 * The first openings in sessions that fit the type, in time order and then by column, half a year ahead at most. Never
 * before now; neither where a buffer, an offer to the waiting list or a device that is needed stands in the way.
 * @throws AppError `not-found` for a clinician who is not there or has left, or a type that is not there
 */
export function createFindFree(dependencies: FindFreeDependencies): FindFree {
  const { occupancy, dayOf, heldSpans } = dependencies
  return async (reader, query, moment, supposed = {}) => {
    const days = daysAsked(query, moment, dayOf)
    const search = await prepare(reader, { query, moment, ...supposed }, dependencies)
    const held: HeldSpan[] = [...search.taken]
    const slots: FreeSlot[] = []
    let readDays = FIRST_READ_DAYS
    let readUntilMs = 0
    for (const day of days) {
      const [startMs, endMs] = [day.momentMs(0), day.momentMs(1440)]
      if (startMs >= readUntilMs) {
        readUntilMs = startMs + readDays * DAY_MS
        readDays = Math.min(readDays * 2, LONGEST_READ_DAYS)
        await occupancy.prepare(reader, startMs, readUntilMs)
        held.push(...(await heldSpans(reader, startMs, readUntilMs)))
        await search.resources?.read(reader, startMs, readUntilMs)
      } else if (!occupancy.isPrepared(startMs, endMs)) await occupancy.prepare(reader, startMs, endMs)
      slots.push(...openingsOn(day, search, held, dependencies).slice(0, query.limit - slots.length))
      if (slots.length >= query.limit) break
    }
    return slots
  }
}

/** The days to look at, one by one: most searches end on the first. */
function* daysAsked(
  { from, until, weekdays }: FreeQuery,
  { today, timeZone }: Moment,
  dayOf: FindFreeDependencies['dayOf']
): Generator<ClinicDay> {
  let day = dayOf(from < today ? today : from, timeZone)
  for (let passed = 0; passed < HORIZON_DAYS; passed += 1) {
    if (until !== null && day.date > until) return
    if (weekdays.length === 0 || weekdays.includes(day.weekday)) yield day
    day = dayOf(day.next, timeZone)
  }
}

async function prepare(
  reader: Reader,
  { query, moment, book, taken = [] }: Pick<Search, 'query' | 'moment'> & Supposed,
  { schedules, types, dayOf }: FindFreeDependencies
): Promise<Search> {
  const type = query.typeId === null ? null : await types.get(reader, query.typeId)
  const { bufferMinutes, needs } = type ?? LIKE_ORDINARY
  const durationMinutes = query.durationMinutes ?? type?.durationMinutes
  if (durationMinutes === undefined) throw new AppError('invalid-input', { field: 'durationMinutes' })
  const isFirstAhead = query.fromMinute !== null && query.from >= moment.today
  const wishedMs = isFirstAhead ? dayOf(query.from, moment.timeZone).momentMs(query.fromMinute ?? 0) : 0
  const resources = { needs, durationMs: durationMinutes * MINUTE_MS, exceptId: query.movingId }
  return {
    query,
    moment,
    book: book ?? (await schedules.book(reader)),
    fit: type ?? LIKE_ORDINARY,
    durationMinutes,
    bufferMs: bufferMinutes * MINUTE_MS,
    notBeforeMs: Math.max(Date.parse(moment.now), wishedMs),
    clinicianIds: await cliniciansAsked(reader, query.clinicianIds),
    moving: query.movingId === null ? null : await findAppointment(reader, query.movingId),
    taken,
    resources: needs.length > 0 ? await createResourceTimes(reader, resources) : null
  }
}

async function cliniciansAsked(reader: Reader, ids: readonly ClinicianId[]): Promise<ClinicianId[]> {
  const active = (await listClinicians(reader)).filter(({ isActive }) => isActive).map(({ id }) => id)
  if (ids.some((id) => !active.includes(id))) throw new AppError('not-found')
  return ids.length === 0 ? active : active.filter((id) => ids.includes(id))
}

function openingsOn(
  day: ClinicDay,
  search: Search,
  held: readonly HeldSpan[],
  { occupancy, dayOf }: FindFreeDependencies
): FreeSlot[] {
  const { query, moment, book, durationMinutes, bufferMs, notBeforeMs } = search
  const fit = fitOf(search.fit, day.date, moment, dayOf)
  const found: { clinicianId: ClinicianId; openingMs: number }[] = []
  for (const clinicianId of search.clinicianIds) {
    const spans = fittingSpans(book.day(clinicianId, day.date).sessions, fit)
    const windows = within(spans, query.partOfDay).map(({ startMinute, endMinute }): Span => [
      day.momentMs(startMinute),
      day.momentMs(endMinute)
    ])
    const [first, last] = [windows[0], windows.at(-1)]
    if (!first || !last || last[1] <= notBeforeMs) continue
    const stretch = { clinicianId, fromMs: first[0], untilMs: last[1] + bufferMs }
    const openings = findOpenings({
      windows,
      busy: busyIn(stretch, search.moving, held, occupancy),
      durationMs: durationMinutes * MINUTE_MS,
      notBeforeMs,
      gridMs: GRID_MS,
      limit: query.limit,
      bufferMs,
      ...(search.resources && { blockedUntil: search.resources.blockedUntil })
    })
    for (const openingMs of openings) found.push({ clinicianId, openingMs })
  }
  return found
    .sort((a, b) => a.openingMs - b.openingMs)
    .map(({ clinicianId, openingMs }) => ({
      clinicianId,
      date: day.date,
      time: wallTimeAt(day.minuteOf(openingMs)),
      durationMinutes
    }))
}

interface Stretch {
  readonly clinicianId: ClinicianId
  readonly fromMs: number
  readonly untilMs: number
}

/** When the clinician cannot be given, by start: visits, what is kept free after them, and offers. */
function busyIn(
  { clinicianId, fromMs, untilMs }: Stretch,
  moving: AppointmentRecord | null,
  held: readonly HeldSpan[],
  occupancy: Occupancy
): readonly Span[] {
  const visits = occupancy.busy(clinicianId, fromMs, untilMs)
  const buffers = occupancy.buffers(clinicianId, fromMs, untilMs)
  const offers = held
    .filter((one) => one.clinicianId === clinicianId && one.startMs < untilMs && one.endMs > fromMs)
    .map(({ startMs, endMs }): Span => [startMs, endMs])
  const isOwn = moving?.clinicianId === clinicianId
  if (buffers.length === 0 && offers.length === 0 && !isOwn) return visits
  return [...without(visits, buffers, moving, isOwn), ...offers].sort(([a], [b]) => a - b)
}

/** Visits and buffers but for those of the appointment that is to be moved. */
function without(
  visits: readonly Span[],
  buffers: readonly Span[],
  moving: AppointmentRecord | null,
  isOwn: boolean
): Span[] {
  if (!isOwn || !moving) return [...visits, ...buffers]
  const [startMs, endMs] = [Date.parse(moving.startAt), Date.parse(moving.endAt)]
  const own = visits.findIndex(([from, until]) => from === startMs && until === endMs)
  const ownBuffer = buffers.findIndex(([from]) => from === endMs)
  return [...visits.filter((_, index) => index !== own), ...buffers.filter((_, index) => index !== ownBuffer)]
}

function within(spans: readonly MinuteSpan[], part: FreeQuery['partOfDay']): MinuteSpan[] {
  if (part === null) return [...spans]
  return spans
    .map(({ startMinute, endMinute }) => ({
      startMinute: Math.max(startMinute, part.fromMinute),
      endMinute: Math.min(endMinute, part.untilMinute)
    }))
    .filter(({ startMinute, endMinute }) => startMinute < endMinute)
}
