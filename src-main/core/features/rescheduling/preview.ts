import type { FreeSlot } from '@contract/appointments'
import type { AppointmentId, ClinicianId } from '@contract/ids'
import type { PlaceNote } from '@contract/place-notes'
import type { AffectedBooking, ScheduleChange } from '@contract/schedules'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { minutesBetween } from '../../platform/wall-clock'
import {
  placeAt,
  type AppointmentRecord,
  type Appointments,
  type FreeQuery,
  type HeldSpan,
  type Moment
} from '../appointments'
import { clinicianOf, withChange, type ScheduleBook, type ScheduleMemory, type Schedules } from '../schedules'
import { listClinicians } from '../settings'
import { comingBookings } from './affected.queries'
import { newNotes, periodOf } from './affected.rules'

/** So many are answered at once, with the total; the page asks for the next when it has listed these. */
const MOST_BOOKINGS = 200
const SAME_CLINICIAN_OFFERS = 3
const OTHER_CLINICIAN_OFFERS = 3
/** A patient is not offered a time that is further from the one they had than this. */
const OFFERED_WITHIN_DAYS = 92

export interface HitDependencies {
  readonly appointments: Pick<Appointments, 'placeNotes' | 'types'>
  readonly schedules: Pick<ScheduleMemory, 'bookOf'>
}

export interface PreviewDependencies extends HitDependencies {
  readonly appointments: Pick<Appointments, 'findFree' | 'placeNotes' | 'toViews' | 'types'>
  readonly schedules: Pick<ScheduleMemory, 'bookOf' | 'schedules'>
}

interface Hit {
  readonly booking: AppointmentRecord
  readonly notes: PlaceNote[]
}

/** What has been listed before. */
export interface Listed {
  /** Bookings that are known; they are left out. */
  readonly except: readonly AppointmentId[]
  /** Places some of them are to be moved to; they are offered to no other. */
  readonly given: readonly FreeSlot[]
}

/**
 * The coming bookings that a change of hours would hit, each with first openings to move it to. Nothing is written.
 * @throws AppError what the change itself would be refused with
 */
export async function previewChange(
  reader: Reader,
  { change, except, given }: Listed & { readonly change: ScheduleChange },
  moment: Moment,
  dependencies: PreviewDependencies
): Promise<{ bookings: AffectedBooking[]; total: number }> {
  const { schedules, appointments } = dependencies
  const before = await schedules.schedules(reader)
  const all = await findHits(reader, { before, change }, moment, dependencies)
  const known = new Set(except)
  const hits = all.filter(({ booking }) => !known.has(booking.id))
  const told = hits.slice(0, MOST_BOOKINGS)
  const book = await schedules.bookOf(withChange(before, change))
  const taken = given.map((slot) => spanOf(slot, 0, moment.timeZone))
  const offers = await offersFor(reader, told, { book, moment, taken }, dependencies)
  const records = told.map(({ booking }) => booking)
  const views = await appointments.toViews(reader, records, moment.today)
  const bookings = views.flatMap((appointment, index) => {
    const [hit, offer] = [told[index], offers[index]]
    return hit && offer ? [{ appointment, notes: hit.notes, ...offer }] : []
  })
  return { bookings, total: hits.length }
}

/**
 * The coming bookings that a change of hours hits, in time order.
 * @throws AppError what the change itself would be refused with
 */
export async function findHits(
  reader: Reader,
  { before, change }: { readonly before: Schedules; readonly change: ScheduleChange },
  moment: Moment,
  { schedules, appointments }: HitDependencies
): Promise<Hit[]> {
  const clinicianId = clinicianOf(before, change)
  const books = {
    before: await schedules.bookOf(before),
    after: await schedules.bookOf(withChange(before, change))
  }
  const period = periodOf(change, books.before.of(clinicianId))
  const coming = await comingBookings(reader, clinicianId, { ...period, after: moment.now })
  const hits: Hit[] = []
  for (const booking of coming) {
    const type = await appointments.types.get(reader, booking.typeId)
    const notesBy = (book: ScheduleBook): PlaceNote[] =>
      appointments.placeNotes.ofDay(book, { type, place: booking }, moment)
    const notes = newNotes(notesBy(books.before), notesBy(books.after))
    if (notes.length > 0) hits.push({ booking, notes })
  }
  return hits
}

type Offers = Pick<AffectedBooking, 'sameClinician' | 'otherClinician'>

/** In time order, as the patients would choose: what is offered first to one is not offered first to the next. */
async function offersFor(
  reader: Reader,
  hits: readonly Hit[],
  { book, moment, taken }: { book: ScheduleBook; moment: Moment; taken: HeldSpan[] },
  dependencies: PreviewDependencies
): Promise<Offers[]> {
  const others = await otherClinicians(reader, hits[0]?.booking.clinicianId)
  const offers: Offers[] = []
  for (const { booking } of hits) {
    const search = async (clinicianIds: readonly ClinicianId[], limit: number): Promise<FreeSlot[]> =>
      clinicianIds.length === 0
        ? []
        : await dependencies.appointments.findFree(
            reader,
            { ...wishOf(booking), clinicianIds, limit },
            moment,
            { book, taken }
          )
    const sameClinician = await search([booking.clinicianId], SAME_CLINICIAN_OFFERS)
    const otherClinician = await search(others, OTHER_CLINICIAN_OFFERS)
    const { bufferMinutes } = await dependencies.appointments.types.get(reader, booking.typeId)
    for (const slot of [sameClinician[0], otherClinician[0]])
      if (slot) taken.push(spanOf(slot, bufferMinutes, moment.timeZone))
    offers.push({ sameClinician, otherClinician })
  }
  return offers
}

/** Everything as the booking has it, from its own day on. */
function wishOf(booking: AppointmentRecord): FreeQuery {
  const until = Temporal.PlainDate.from(booking.date).add({ days: OFFERED_WITHIN_DAYS })
  return {
    typeId: booking.typeId,
    durationMinutes: minutesBetween(booking.startAt, booking.endAt),
    clinicianIds: [booking.clinicianId],
    partOfDay: null,
    weekdays: [],
    from: booking.date,
    fromMinute: null,
    until: until.toString(),
    movingId: booking.id,
    limit: SAME_CLINICIAN_OFFERS
  }
}

async function otherClinicians(reader: Reader, own: ClinicianId | undefined): Promise<ClinicianId[]> {
  const clinicians = await listClinicians(reader)
  return clinicians.filter(({ id, isActive }) => isActive && id !== own).map(({ id }) => id)
}

function spanOf(slot: FreeSlot, bufferMinutes: number, timeZone: string): HeldSpan {
  const { clinicianId, startAt, endAt } = placeAt(slot, timeZone)
  return { clinicianId, startMs: Date.parse(startAt), endMs: Date.parse(endAt) + bufferMinutes * 60_000 }
}
