import type { ClinicianId } from '@contract/ids'
import type { Reader } from '../../database/database'
import type { AppointmentChange } from './appointment-record'
import { bufferSpans, busySpans } from './occupancy.queries'
import type { Span } from './openings.rules'

const DAY_MS = 86_400_000
const LONGEST_BUFFER_MS = 120 * 60_000

interface BusyDay {
  readonly visits: ReadonlyMap<ClinicianId, Span[]>
  readonly buffers: ReadonlyMap<ClinicianId, Span[]>
}

/**
 * When clinicians are taken, in memory by UTC day: a search for openings over months of full days would otherwise read
 * tens of thousands of rows. It holds times only, no patients. The database still decides at booking.
 */
export interface Occupancy {
  /** Reads the days of [fromMs, untilMs) that are not known, in one go. */
  prepare(reader: Reader, fromMs: number, untilMs: number): Promise<void>
  /** Spans that may touch [fromMs, untilMs), by start; of days that `isPrepared`. */
  busy(clinicianId: ClinicianId, fromMs: number, untilMs: number): readonly Span[]
  /** What is to be kept free after visits that end there. */
  buffers(clinicianId: ClinicianId, fromMs: number, untilMs: number): readonly Span[]
  isPrepared(fromMs: number, untilMs: number): boolean
  forget(change: AppointmentChange): void
  /** After rows were written past the appointment steps, such as the demo clinic's. */
  forgetAll(): void
}

export function createOccupancy(): Occupancy {
  const days = new Map<number, BusyDay>()
  // A change that is committed while a read is under way makes what was read out of date.
  let generation = 0

  function missing(fromMs: number, untilMs: number): number[] {
    return daysOf(fromMs, untilMs).filter((day) => !days.has(day))
  }

  async function prepare(reader: Reader, fromMs: number, untilMs: number): Promise<void> {
    const unknown = missing(fromMs, untilMs)
    const [first, last] = [unknown[0], unknown.at(-1)]
    if (first === undefined || last === undefined) return
    const before = generation
    const visits = byDay(await busySpans(reader, first * DAY_MS, (last + 1) * DAY_MS))
    const buffers = byDay(await bufferSpans(reader, first * DAY_MS, (last + 1) * DAY_MS))
    if (generation !== before) return await prepare(reader, fromMs, untilMs)
    for (const day of daysOf(first * DAY_MS, (last + 1) * DAY_MS))
      days.set(day, { visits: visits.get(day) ?? new Map(), buffers: buffers.get(day) ?? new Map() })
  }

  function spansOf(which: keyof BusyDay, clinicianId: ClinicianId, fromMs: number, untilMs: number) {
    const ofDay = (day: number): readonly Span[] => days.get(day)?.[which].get(clinicianId) ?? []
    const [first, last] = [dayOf(fromMs), dayOf(untilMs - 1)]
    if (first === last) return ofDay(first)
    return daysOf(fromMs, untilMs)
      .flatMap(ofDay)
      .sort((a, b) => a[0] - b[0])
  }

  return {
    prepare,
    isPrepared: (fromMs, untilMs) => missing(fromMs, untilMs).length === 0,
    busy: (clinicianId, fromMs, untilMs) => spansOf('visits', clinicianId, fromMs, untilMs),
    buffers: (clinicianId, fromMs, untilMs) => spansOf('buffers', clinicianId, fromMs, untilMs),
    forget({ before, after }) {
      generation += 1
      for (const record of before ? [before, after] : [after])
        for (const day of daysOf(Date.parse(record.startAt), Date.parse(record.endAt) + LONGEST_BUFFER_MS))
          days.delete(day)
    },
    forgetAll() {
      generation += 1
      days.clear()
    }
  }
}

/** The UTC days a stretch touches, counted from 1970. */
function daysOf(fromMs: number, untilMs: number): number[] {
  const [first, last] = [dayOf(fromMs), dayOf(untilMs - 1)]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS)
}

function byDay(busy: ReadonlyMap<ClinicianId, readonly Span[]>): Map<number, Map<ClinicianId, Span[]>> {
  const days = new Map<number, Map<ClinicianId, Span[]>>()
  for (const [clinicianId, spans] of busy)
    for (const span of spans) {
      const last = dayOf(span[1] - 1)
      for (let day = dayOf(span[0]); day <= last; day += 1) spansOn(days, day, clinicianId).push(span)
    }
  return days
}

function spansOn(days: Map<number, Map<ClinicianId, Span[]>>, day: number, clinicianId: ClinicianId): Span[] {
  const clinicians = days.get(day) ?? new Map<ClinicianId, Span[]>()
  const spans = clinicians.get(clinicianId) ?? []
  if (spans.length === 0) {
    clinicians.set(clinicianId, spans)
    days.set(day, clinicians)
  }
  return spans
}
