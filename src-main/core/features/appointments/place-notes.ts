import type { AppointmentType } from '@contract/appointments'
import { PLACE_NOTES } from '@contract/choices'
import type { ClinicianId } from '@contract/ids'
import type { PlaceNote, PlaceNoteCode } from '@contract/place-notes'
import type { CivilDate } from '@contract/values'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { minutesBetween } from '../../platform/wall-clock'
import { sessionNotes, type ScheduleBook, type ScheduleMemory, type SessionFit } from '../schedules'
import type { AppointmentRecord } from './appointment-record'
import type { Moment } from './appointment-steps'
import { visitsOf, type Visit } from './buffer.queries'
import type { ClinicDay } from './clinic-days'
import { minuteOf, type Place } from './place.rules'
import type { Allotment, AllotmentRequest } from './resource-allotment'
import type { TypeMemory } from './type-memory'

const MINUTE_MS = 60_000
const LONGEST_MINUTES = 720
const LONGEST_BUFFER_MINUTES = 120

/** Times on offer to the waiting list: nobody has them, and nobody else should be given them. */
export type HeldSpans = (reader: Reader, fromMs: number, untilMs: number) => Promise<readonly HeldSpan[]>

export interface HeldSpan {
  readonly clinicianId: ClinicianId
  readonly startMs: number
  readonly endMs: number
}

export interface PlaceNotesDependencies {
  readonly schedules: Pick<ScheduleMemory, 'book'>
  readonly types: TypeMemory
  readonly allotment: Pick<Allotment, 'notes'>
  readonly dayOf: (date: CivilDate, timeZone: string) => ClinicDay
  readonly heldSpans: HeldSpans
}

export interface PlaceNotes {
  /** Everything that speaks against a visit there, in the order in which it is said. */
  of(reader: Reader, wanted: AllotmentRequest, moment: Moment): Promise<PlaceNote[]>
  /** What the clinician's day has against it, by the schedules given. */
  ofDay(book: ScheduleBook, visit: VisitPlace, moment: Moment): PlaceNote[]
  /**
   * Whether nothing speaks against the place but what was accepted. That somebody has it, or a device it needs, is left
   * to the database, which decides it without a doubt.
   * @throws AppError `place-not-as-shown`
   */
  assertAccepted(
    reader: Reader,
    wanted: AllotmentRequest,
    accepted: readonly PlaceNoteCode[],
    moment: Moment
  ): Promise<void>
}

export interface VisitPlace {
  readonly type: AppointmentType
  readonly place: Place
}

export function createPlaceNotes(dependencies: PlaceNotesDependencies): PlaceNotes {
  const { schedules, types, allotment, dayOf, heldSpans } = dependencies

  function ofDay(book: ScheduleBook, { type, place }: VisitPlace, moment: Moment): PlaceNote[] {
    const startMinute = minuteOf(place.time)
    // On the nights the clock changes a visit ends at the minute the clock shows, not at the one counted.
    const shown = dayOf(place.date, moment.timeZone).minuteOf(Date.parse(place.endAt))
    const counted = startMinute + minutesBetween(place.startAt, place.endAt)
    const endMinute = shown > startMinute ? shown : counted
    const fit = fitOf(type, place.date, moment, dayOf)
    return sessionNotes(book.day(place.clinicianId, place.date), { startMinute, endMinute }, fit)
  }

  async function besides(
    reader: Reader,
    type: AppointmentType,
    wanted: AllotmentRequest
  ): Promise<PlaceNote[]> {
    const { place, before } = wanted
    const [startMs, endMs] = [Date.parse(place.startAt), Date.parse(place.endAt)]
    const reach = (LONGEST_MINUTES + LONGEST_BUFFER_MINUTES) * MINUTE_MS
    const near = { after: stored(startMs - reach), until: stored(endMs + type.bufferMinutes * MINUTE_MS) }
    const others = (await visitsOf(reader, place.clinicianId, near)).filter(({ id }) => id !== before?.id)
    const notes: PlaceNote[] = []
    if (others.some(({ startAt, endAt }) => startAt < place.endAt && endAt > place.startAt))
      notes.push({ code: 'taken' })
    if ((await heldSpans(reader, startMs, endMs)).some((held) => touches(held, place, startMs, endMs)))
      notes.push({ code: 'on-offer' })
    const minutes = await bufferInTheWay(reader, type, place, others)
    if (minutes !== null) notes.push({ code: 'buffer', minutes })
    return notes
  }

  async function bufferInTheWay(
    reader: Reader,
    type: AppointmentType,
    place: Place,
    others: readonly Visit[]
  ): Promise<number | null> {
    // `others` reaches as far after the visit as its own buffer does.
    if (others.some(({ startAt }) => startAt >= place.endAt)) return type.bufferMinutes
    for (const { typeId, endAt } of others) {
      if (endAt > place.startAt) continue
      const { bufferMinutes } = await types.get(reader, typeId)
      if (minutesBetween(endAt, place.startAt) < bufferMinutes) return bufferMinutes
    }
    return null
  }

  async function of(reader: Reader, wanted: AllotmentRequest, moment: Moment): Promise<PlaceNote[]> {
    const type = await types.get(reader, wanted.typeId)
    const notes = [
      ...ofDay(await schedules.book(reader), { type, place: wanted.place }, moment),
      ...(await besides(reader, type, wanted)),
      ...(await allotment.notes(reader, wanted))
    ]
    return notes.sort((a, b) => PLACE_NOTES.indexOf(a.code) - PLACE_NOTES.indexOf(b.code))
  }

  return {
    of,
    ofDay,
    async assertAccepted(reader, wanted, accepted, moment) {
      const notes = await of(reader, wanted, moment)
      const unseen = notes.find(({ code }) => !accepted.includes(code) && !DECIDED_BY_DATABASE.includes(code))
      if (unseen) throw new AppError('place-not-as-shown', { note: unseen.code })
    }
  }
}

const DECIDED_BY_DATABASE: readonly PlaceNoteCode[] = ['taken', 'resource-taken']

/** What a type asks of the sessions of a date, by now. */
export function fitOf(
  { allowedSessions }: Pick<AppointmentType, 'allowedSessions'>,
  date: CivilDate,
  { now, today, timeZone }: Moment,
  dayOf: PlaceNotesDependencies['dayOf']
): SessionFit {
  const isReleased = (heldUntilMinute: number): boolean =>
    date < today || (date === today && Date.parse(now) >= dayOf(date, timeZone).momentMs(heldUntilMinute))
  return { allowed: allowedSessions, isReleased }
}

function touches(
  held: HeldSpan,
  { clinicianId }: Pick<AppointmentRecord, 'clinicianId'>,
  startMs: number,
  endMs: number
): boolean {
  return held.clinicianId === clinicianId && held.startMs < endMs && held.endMs > startMs
}

function stored(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
