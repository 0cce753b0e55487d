import type { FreeSlot } from '@contract/appointments'
import type { AppointmentId, AppointmentTypeId, ClinicianId, PatientId } from '@contract/ids'
import type { SeriesProblem } from '@contract/series'
import type { CivilDate, WallTime } from '@contract/values'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { overlapping, placeAt, type Moment, type Place } from '../appointments'
import { nearest } from './nearest.rules'
import { standingOfPatient, type OwnAppointment } from './series.queries'

export interface WantedPlace {
  readonly clinicianId: ClinicianId
  readonly date: CivilDate
  readonly time: WallTime
  readonly durationMinutes: number
}

export interface Judged {
  readonly problems: SeriesProblem[]
  /** Openings nearby, where somebody will want another place. */
  readonly alternatives: FreeSlot[]
}

/** What speaks against a place, but for what is booked there; `isMoving`: appointments that leave may still be counted. */
export type PlaceProblems = (
  reader: Reader,
  place: Place,
  asked: { readonly typeId: AppointmentTypeId; readonly isMoving: boolean }
) => Promise<SeriesProblem[]>

export type OpeningsFrom = (
  reader: Reader,
  wanted: WantedPlace,
  typeId: AppointmentTypeId,
  limit: number
) => Promise<FreeSlot[]>

export interface JudgeDependencies {
  readonly placeProblems: PlaceProblems
  readonly openingsFrom: OpeningsFrom
}

export interface Judging {
  readonly places: readonly WantedPlace[]
  readonly patientId: PatientId
  readonly typeId: AppointmentTypeId
  /** Those that are moved by the same step: they leave their places. */
  readonly movingIds: readonly AppointmentId[]
  readonly moment: Moment
}

/** With these another place has to be found, or is most likely wanted. */
const PLACE_WANTED: ReadonlySet<SeriesProblem['kind']> = new Set([
  'taken',
  'time-does-not-exist',
  'holiday',
  'absence',
  'outside-hours',
  'blocked',
  'resource-taken'
])
const LOOKED_AT = 50
const OFFERED = 3

/** What is wrong with each place of a series before it is booked or changed, and where it could lie instead. */
export async function judgePlaces(
  reader: Reader,
  { places, patientId, typeId, movingIds, moment }: Judging,
  { placeProblems, openingsFrom }: JudgeDependencies
): Promise<Judged[]> {
  const dates = places.map(({ date }) => date).sort()
  const [from, until] = [dates[0], dates.at(-1)]
  if (from === undefined || until === undefined) return []
  const own = (await standingOfPatient(reader, patientId, { from, until })).filter(
    ({ id }) => !movingIds.includes(id)
  )
  const before: Place[] = []
  const judged: Judged[] = []
  for (const wanted of places) {
    const problems = await problemsOf(wanted)
    const isWanted = problems.some(({ kind }) => PLACE_WANTED.has(kind))
    judged.push({ problems, alternatives: isWanted ? await alternativesTo(wanted) : [] })
  }
  return judged

  async function problemsOf(wanted: WantedPlace): Promise<SeriesProblem[]> {
    const place = placeOrNull(wanted, moment.timeZone)
    if (!place) return [{ kind: 'time-does-not-exist', text: null }]
    const others = await overlapping(reader, place, null)
    const isTaken = others.some(({ id }) => !movingIds.includes(id)) || before.some(sharesTime(place))
    before.push(place)
    return [
      ...(isTaken ? [{ kind: 'taken', text: null } as const] : []),
      ...(Date.parse(place.startAt) < Date.parse(moment.now) ? [{ kind: 'past', text: null } as const] : []),
      ...(await placeProblems(reader, place, { typeId, isMoving: movingIds.length > 0 })),
      ...sameDay(own, wanted.date)
    ]
  }

  async function alternativesTo(wanted: WantedPlace): Promise<FreeSlot[]> {
    const openings = await openingsFrom(reader, wanted, typeId, LOOKED_AT)
    return nearest(openings, wanted, OFFERED)
  }
}

function placeOrNull(wanted: WantedPlace, timeZone: string): Place | null {
  try {
    return placeAt(wanted, timeZone)
  } catch (error) {
    if (error instanceof AppError && error.code === 'time-does-not-exist') return null
    throw error
  }
}

function sharesTime(place: Place): (other: Place) => boolean {
  return (other) =>
    other.clinicianId === place.clinicianId && other.startAt < place.endAt && place.startAt < other.endAt
}

function sameDay(own: readonly OwnAppointment[], date: CivilDate): SeriesProblem[] {
  const times = own.filter((one) => one.date === date).map(({ time }) => time)
  return times.length > 0 ? [{ kind: 'same-day', text: times.join(', ') }] : []
}
