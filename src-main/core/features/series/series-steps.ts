import type { CancelReason } from '@contract/appointments'
import type {
  AppointmentId,
  AppointmentTypeId,
  ClinicianId,
  PatientId,
  SeriesId,
  SeriesStepId
} from '@contract/ids'
import type { Recurrence } from '@contract/series'
import type { CivilDate, WallTime } from '@contract/values'
import type { Database, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import {
  appointmentsOfSeries,
  assertBookable,
  assertClinicianActive,
  cancelled,
  getAppointment,
  isHeld,
  isOpen,
  keepsOverbooking,
  moved,
  overlapping,
  placeAt,
  retyped,
  toldByDesk,
  type AppointmentChange,
  type AppointmentRecord,
  type AppointmentSteps,
  type Moment,
  type Place
} from '../appointments'
import { inMovingOrder } from './moving-order.rules'
import { insertSeries, insertStep, seriesOfStep, standingChanges } from './series.queries'

export interface ChosenPlace {
  readonly clinicianId: ClinicianId
  readonly date: CivilDate
  readonly time: WallTime
  readonly isOverbooking: boolean
}

export interface BookSeries {
  readonly patientId: PatientId
  readonly typeId: AppointmentTypeId
  readonly durationMinutes: number
  readonly note: string
  readonly recurrence: Recurrence
  readonly confirmation: 'each' | 'first' | 'none'
  readonly places: readonly ChosenPlace[]
}

export interface ChangeSeries {
  readonly typeId: AppointmentTypeId
  readonly durationMinutes: number
  readonly notifyPatient: boolean
  readonly places: readonly (ChosenPlace & {
    readonly appointmentId: AppointmentId
    readonly version: number
  })[]
}

export interface CancelSeries {
  readonly appointmentId: AppointmentId
  readonly version: number
  readonly reason: CancelReason
  readonly notifyPatient: boolean
}

/** What a step made of a series. */
export interface SeriesStep {
  readonly seriesId: SeriesId
  readonly stepId: SeriesStepId
  readonly changes: readonly AppointmentChange[]
}

export interface SeriesSteps {
  book(input: BookSeries, actor: Actor): Promise<SeriesStep>
  change(input: ChangeSeries, actor: Actor): Promise<SeriesStep>
  cancel(input: CancelSeries, actor: Actor): Promise<SeriesStep>
  undo(stepId: SeriesStepId, actor: Actor): Promise<SeriesId>
}

/**
 * Steps on several occurrences at once: each appointment takes its own, with its own history and messages, all in one
 * transaction, so that either all of them are taken or none.
 */
export function createSeriesSteps({
  database,
  steps
}: {
  readonly database: Database
  readonly steps: AppointmentSteps
}): SeriesSteps {
  /** Tells the open windows when it is on disk. */
  async function commit<T extends { readonly changes: readonly AppointmentChange[] }>(
    work: (transaction: Transaction, moment: Moment) => Promise<T>
  ): Promise<T> {
    const moment = await steps.moment()
    const step = await database.write((transaction) => work(transaction, moment))
    for (const change of step.changes) steps.announce(change)
    return step
  }

  return {
    book: (input, actor) =>
      commit((transaction, moment) => bookAll({ transaction, moment, steps, actor }, input)),
    change: (input, actor) =>
      commit((transaction, moment) => changeAll({ transaction, moment, steps, actor }, input)),
    cancel: (input, actor) =>
      commit((transaction, moment) => cancelAll({ transaction, moment, steps, actor }, input)),
    async undo(stepId, actor) {
      const { seriesId } = await commit((transaction, moment) =>
        undoAll({ transaction, moment, steps, actor }, stepId)
      )
      return seriesId
    }
  }
}

interface Work {
  readonly transaction: Transaction
  readonly moment: Moment
  readonly steps: AppointmentSteps
  readonly actor: Actor
}

async function bookAll({ transaction, moment, steps, actor }: Work, input: BookSeries): Promise<SeriesStep> {
  const { patientId, typeId, durationMinutes, note, recurrence, confirmation } = input
  const chosen = input.places
    .map((place) => ({ ...place, at: placeAt({ ...place, durationMinutes }, moment.timeZone) }))
    .sort((a, b) => Date.parse(a.at.startAt) - Date.parse(b.at.startAt))
  const [first] = chosen
  if (!first) throw new AppError('not-found')
  const series = { patientId, recurrence, firstDate: first.date, createdAt: moment.now }
  const seriesId = await insertSeries(transaction, series, actor)
  const stepId = await insertStep(transaction, { seriesId, kind: 'booked', takenAt: moment.now }, actor)
  const changes: AppointmentChange[] = []
  for (const [index, { at: place, isOverbooking, clinicianId }] of chosen.entries()) {
    await assertBookable(transaction, { patientId, typeId, clinicianId })
    const isOverbooked = isOverbooking && (await isTaken(transaction, place, null))
    const isTold = confirmation === 'none' || (confirmation === 'first' && index > 0)
    const occurrence = { id: seriesId, number: index + 1 }
    const ofSeries = { occurrence, stepId, isTold }
    const request = { actor, patientId, typeId, place, note, isOverbooked, ofSeries }
    changes.push(await naming(place, () => steps.book(transaction, request)))
  }
  return { seriesId, stepId, changes }
}

async function changeAll(
  { transaction, moment, steps, actor }: Work,
  { typeId, durationMinutes, notifyPatient, places }: ChangeSeries
): Promise<SeriesStep> {
  const wanted = []
  for (const chosen of places) {
    const appointment = await getAppointment(transaction, chosen.appointmentId)
    const place = placeAt({ ...chosen, durationMinutes }, moment.timeZone)
    wanted.push({ ...chosen, appointment, place })
  }
  const seriesId = seriesOf(wanted.map(({ appointment }) => appointment))
  const stepId = await insertStep(transaction, { seriesId, kind: 'changed', takenAt: moment.now }, actor)
  const changes: AppointmentChange[] = []
  for (const { appointment, place, version, isOverbooking } of inMovingOrder(wanted)) {
    const { id, clinicianId } = appointment
    if (version !== appointment.version) throw new AppError('stale-version')
    const common = { id, actor, notifyPatient, seriesStepId: stepId }
    if (typeId !== appointment.typeId) {
      await assertBookable(transaction, { patientId: appointment.patientId, typeId, clinicianId })
      changes.push(await steps.take(transaction, { ...common, decide: (now) => retyped(now, typeId) }))
    }
    if (isSamePlace(appointment, place)) continue
    if (place.clinicianId !== clinicianId) await assertClinicianActive(transaction, place.clinicianId)
    const mayOverlap = isOverbooking || keepsOverbooking(appointment, place)
    const isOverbooked = mayOverlap && (await isTaken(transaction, place, id))
    const decide = (now: AppointmentRecord) => {
      const step = moved(now, place, isOverbooked)
      return notifyPatient ? step : toldByDesk(step, moment.now)
    }
    changes.push(await naming(place, () => steps.take(transaction, { ...common, decide })))
  }
  if (changes.length === 0) throw new AppError('series-unchanged')
  return { seriesId, stepId, changes }
}

async function cancelAll(
  { transaction, moment, steps, actor }: Work,
  { appointmentId, version, reason, notifyPatient }: CancelSeries
): Promise<SeriesStep> {
  const first = await getAppointment(transaction, appointmentId)
  if (first.version !== version) throw new AppError('stale-version')
  const seriesId = seriesOf([first])
  const stepId = await insertStep(transaction, { seriesId, kind: 'cancelled', takenAt: moment.now }, actor)
  const changes: AppointmentChange[] = []
  for (const { id } of await thisAndFollowing(transaction, first)) {
    const decide = (appointment: AppointmentRecord) => cancelled(appointment, reason, moment)
    changes.push(await steps.take(transaction, { id, actor, notifyPatient, seriesStepId: stepId, decide }))
  }
  return { seriesId, stepId, changes }
}

async function undoAll({ transaction, steps, actor }: Work, stepId: SeriesStepId) {
  const seriesId = await seriesOfStep(transaction, stepId)
  const standing = await standingChanges(transaction, stepId)
  if (standing.length === 0) throw new AppError('undo-outdated')
  const changes: AppointmentChange[] = []
  for (const { id, date, time } of standing)
    changes.push(await naming({ date, time }, () => steps.undo(transaction, id, actor)))
  return { seriesId, changes }
}

/** This one, whatever its state, and those after it whose patient has not come yet, in time order. */
async function thisAndFollowing(transaction: Transaction, first: AppointmentRecord) {
  const others = await appointmentsOfSeries(transaction, seriesOf([first]))
  return others
    .filter((one) => one.id === first.id || (one.startAt > first.startAt && isOpen(one)))
    .sort((a, b) => Date.parse(a.startAt) - Date.parse(b.startAt))
}

/** @throws AppError `not-of-series` when one stands alone or belongs to another */
function seriesOf(appointments: readonly AppointmentRecord[]): SeriesId {
  const [first] = appointments
  const id = first?.series?.id
  if (id === undefined || appointments.some(({ series }) => series?.id !== id))
    throw new AppError('not-of-series')
  return id
}

function isSamePlace(appointment: AppointmentRecord, place: Place): boolean {
  const { clinicianId, startAt, endAt } = appointment
  return clinicianId === place.clinicianId && startAt === place.startAt && endAt === place.endAt
}

async function isTaken(transaction: Transaction, place: Place, exceptId: AppointmentId | null) {
  return (await overlapping(transaction, place, exceptId)).length > 0 || (await isHeld(transaction, place))
}

/** A refusal of one occurrence refuses all of them, and says which it was. */
async function naming<T>(
  { date, time }: { date: CivilDate; time: WallTime },
  work: () => Promise<T>
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'slot-taken')
      throw new AppError('series-slot-taken', { ...error.parameters }, { cause: error })
    if (error.code === 'undo-outdated')
      throw new AppError('series-undo-outdated', { date, time }, { cause: error })
    throw error
  }
}
