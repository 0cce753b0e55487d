import type { FreeSlot } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
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
import { clinicianOf, withChange, type ScheduleBook, type ScheduleMemory } from '../schedules'
import { listClinicians } from '../settings'
import { comingBookings } from './affected.queries'
import { newNotes, periodOf } from './affected.rules'

/** Of more than these the page could make nothing at once; the total is told. */
const MOST_BOOKINGS = 200
const SAME_CLINICIAN_OFFERS = 3
const OTHER_CLINICIAN_OFFERS = 3
/** A patient is not offered a time that is further from the one they had than this. */
const OFFERED_WITHIN_DAYS = 92

export interface PreviewDependencies {
  readonly appointments: Pick<Appointments, 'findFree' | 'placeNotes' | 'toViews' | 'types'>
  readonly schedules: Pick<ScheduleMemory, 'book' | 'bookOf' | 'schedules'>
}

interface Hit {
  readonly booking: AppointmentRecord
  readonly notes: PlaceNote[]
}

/**
 * The coming bookings that a change of hours would hit, each with first openings to move it to. Nothing is written.
 * @throws AppError what the change itself would be refused with
 */
export async function previewChange(
  reader: Reader,
  change: ScheduleChange,
  moment: Moment,
  dependencies: PreviewDependencies
): Promise<{ bookings: AffectedBooking[]; total: number }> {
  const { schedules } = dependencies
  const before = await schedules.schedules(reader)
  const clinicianId = clinicianOf(before, change)
  const books = {
    before: await schedules.book(reader),
    after: await schedules.bookOf(withChange(before, change))
  }
  const period = periodOf(change, books.before.of(clinicianId))
  const coming = await comingBookings(reader, clinicianId, { ...period, after: moment.now })
  const hits: Hit[] = []
  for (const booking of coming) {
    const type = await dependencies.appointments.types.get(reader, booking.typeId)
    const notesBy = (book: ScheduleBook): PlaceNote[] =>
      dependencies.appointments.placeNotes.ofDay(book, { type, place: booking }, moment)
    const notes = newNotes(notesBy(books.before), notesBy(books.after))
    if (notes.length > 0) hits.push({ booking, notes })
  }
  const told = hits.slice(0, MOST_BOOKINGS)
  const offers = await offersFor(reader, told, { book: books.after, moment }, dependencies)
  const views = await dependencies.appointments.toViews(
    reader,
    told.map(({ booking }) => booking),
    moment.today
  )
  const bookings = views.flatMap((appointment, index) => {
    const [hit, offer] = [told[index], offers[index]]
    return hit && offer ? [{ appointment, notes: hit.notes, ...offer }] : []
  })
  return { bookings, total: hits.length }
}

type Offers = Pick<AffectedBooking, 'sameClinician' | 'otherClinician'>

/** In time order, as the patients would choose: what is offered first to one is not offered first to the next. */
async function offersFor(
  reader: Reader,
  hits: readonly Hit[],
  { book, moment }: { book: ScheduleBook; moment: Moment },
  dependencies: PreviewDependencies
): Promise<Offers[]> {
  const others = await otherClinicians(reader, hits[0]?.booking.clinicianId)
  const taken: HeldSpan[] = []
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
