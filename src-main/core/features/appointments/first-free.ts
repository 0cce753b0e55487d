import type { FreeSlot } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import type { Session } from '@contract/sessions'
import type { Clinician } from '@contract/settings'
import type { CivilDate, WallTime } from '@contract/values'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { wallTimeAt } from '../../platform/wall-clock'
import type { ScheduleMemory } from '../schedules'
import { listClinicians } from '../settings'
import type { Moment } from './appointment-steps'
import type { ClinicDay } from './clinic-days'
import type { Occupancy } from './occupancy'
import { findOpenings, type Span } from './openings.rules'

/** How far ahead it looks. */
const HORIZON_DAYS = 183
const GRID_MS = 5 * 60_000
/** Days read at a time: openings are mostly near, so it begins small. */
const FIRST_READ_DAYS = 4
const LONGEST_READ_DAYS = 64

export interface FirstFreeQuery {
  readonly clinicianId: ClinicianId | null
  readonly durationMinutes: number
  readonly from: CivilDate
  readonly fromTime: WallTime | null
  readonly limit: number
}

export interface FirstFreeDependencies {
  readonly occupancy: Occupancy
  readonly schedules: Pick<ScheduleMemory, 'book'>
  readonly dayOf: (date: CivilDate, timeZone: string) => ClinicDay
}

/**
 * The first openings in working hours, in time order and then by column, half a year ahead at most. Never before now,
 * never on a public holiday.
 * @throws AppError `not-found` for a clinician who is not there or has left
 */
export async function firstFree(
  reader: Reader,
  query: FirstFreeQuery,
  { now, today, timeZone }: Moment,
  { schedules, occupancy, dayOf }: FirstFreeDependencies
): Promise<FreeSlot[]> {
  const book = await schedules.book(reader)
  const clinicians = await cliniciansAsked(reader, query.clinicianId)
  const slots: FreeSlot[] = []
  let day = dayOf(query.from < today ? today : query.from, timeZone)
  const wishedMs = query.fromTime && day.date === query.from ? day.momentMs(minuteOf(query.fromTime)) : 0
  const notBeforeMs = Math.max(Date.parse(now), wishedMs)
  let readDays = FIRST_READ_DAYS
  for (let passed = 0; passed < HORIZON_DAYS && slots.length < query.limit; passed += 1) {
    const [startMs, endMs] = [day.momentMs(0), day.momentMs(1440)]
    if (!occupancy.isPrepared(startMs, endMs)) {
      await occupancy.prepare(reader, startMs, startMs + readDays * 86_400_000)
      readDays = Math.min(readDays * 2, LONGEST_READ_DAYS)
    }
    slots.push(...openingsOfDay(day).slice(0, query.limit - slots.length))
    day = dayOf(day.next, timeZone)
  }
  return slots

  function openingsOfDay(on: ClinicDay): FreeSlot[] {
    const found: { clinicianId: ClinicianId; openingMs: number }[] = []
    for (const { id } of clinicians) {
      const windows = windowsOf(book.day(id, on.date).sessions, on)
      const [first, last] = [windows[0], windows.at(-1)]
      if (!first || !last || last[1] <= notBeforeMs) continue
      const busy = occupancy.busy(id, first[0], last[1])
      const durationMs = query.durationMinutes * 60_000
      const search = { windows, busy, durationMs, notBeforeMs, gridMs: GRID_MS, limit: query.limit }
      for (const openingMs of findOpenings(search)) found.push({ clinicianId: id, openingMs })
    }
    return found
      .sort((a, b) => a.openingMs - b.openingMs)
      .map(({ clinicianId, openingMs }) => ({
        clinicianId,
        date: on.date,
        time: wallTimeAt(on.minuteOf(openingMs)),
        durationMinutes: query.durationMinutes
      }))
  }
}

async function cliniciansAsked(reader: Reader, id: ClinicianId | null): Promise<Clinician[]> {
  const clinicians = (await listClinicians(reader)).filter(({ isActive }) => isActive)
  if (id === null) return clinicians
  const asked = clinicians.filter((clinician) => clinician.id === id)
  if (asked.length === 0) throw new AppError('not-found')
  return asked
}

function windowsOf(sessions: readonly Session[], day: ClinicDay): Span[] {
  return sessions
    .filter(({ kind }) => kind === 'ordinary')
    .map(({ startMinute, endMinute }) => [day.momentMs(startMinute), day.momentMs(endMinute)])
}

function minuteOf(time: WallTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}
