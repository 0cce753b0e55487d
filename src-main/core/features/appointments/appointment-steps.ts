import type { AppointmentChanged } from '@contract/appointments'
import type {
  AppointmentChangeId,
  AppointmentId,
  AppointmentTypeId,
  PatientId,
  ResourceId,
  SeriesStepId
} from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import type { Database, Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import { civilDateOf } from '../../platform/wall-clock'
import type { Actor } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import {
  differenceOf,
  isLive,
  resourceIdsOf,
  withChanges,
  type AppointmentChange,
  type AppointmentFields,
  type AppointmentRecord,
  type ChangedFields,
  type ChangeKind
} from './appointment-record'
import { getAppointment, overlapping } from './appointment.queries'
import { insertAppointment, updateAppointment } from './appointment-writes.queries'
import type { ToViews } from './appointment-views'
import type { Allotment } from './resource-allotment'
import {
  appendChange,
  getChange,
  haveChangedSince,
  lastStanding,
  markUndone,
  type ChangeRecord
} from './change.queries'
import { isHeld } from './hold.queries'
import { isWithin, type Place } from './place.rules'
import type { Step } from './steps.rules'
import { takenBack } from './undo.rules'

/** Called inside the transaction of every booking, move, cancellation, change of state and undo. */
export type AppointmentHook = (transaction: Transaction, change: AppointmentChange) => Promise<void>

export interface StepDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly toViews: ToViews
  readonly onChange: readonly AppointmentHook[]
  /** Which rooms and equipment a visit takes. */
  readonly allotment: Pick<Allotment, 'take'>
  /** Told after the change is on disk. */
  readonly onCommitted: (change: AppointmentChange) => void
}

/** When and where a step is taken. */
export interface Moment {
  readonly now: Instant
  readonly today: CivilDate
  readonly timeZone: string
  /** The limit for cancelling without a fee, hours before the start. */
  readonly cancelLimitHours: number
}

export interface StepRequest {
  readonly id: AppointmentId
  readonly actor: Actor
  /** Named by a step that was decided on a screen; `stale-version` when somebody was faster. */
  readonly version?: number
  readonly notifyPatient?: boolean
  /** Taken together with others of its series. */
  readonly seriesStepId?: SeriesStepId
  readonly decide: (
    appointment: AppointmentRecord,
    moment: Moment,
    transaction: Transaction
  ) => Step | Promise<Step>
}

export interface BookRequest {
  readonly actor: Actor
  readonly patientId: PatientId
  readonly typeId: AppointmentTypeId
  readonly place: Place
  readonly note: string
  readonly isOverbooked: boolean
  /** Devices and rooms chosen by name; for what else is needed a free one is taken. */
  readonly resourceIds?: readonly ResourceId[] | undefined
  /** The patient has been told of it otherwise: no confirmation is sent. */
  readonly isTold?: boolean
  readonly ofSeries?: {
    readonly occurrence: NonNullable<AppointmentRecord['series']>
    readonly stepId: SeriesStepId
    /** The desk has told the patient of it: no confirmation is sent. */
    readonly isTold: boolean
  }
}

/** What has been decided, before it is written down. */
interface Drafted {
  readonly kind: ChangeKind
  readonly before: AppointmentRecord | null
  readonly after: AppointmentRecord
  readonly actor: Actor
  readonly notifyPatient?: boolean
  readonly undoneKind?: ChangeKind
  readonly seriesStepId?: SeriesStepId | undefined
}

/**
 * The one way in which an appointment changes: the row, its history, the access log and whatever hangs on it (`onChange`)
 * are written in one transaction; the events follow when it is on disk.
 */
export interface AppointmentSteps {
  moment(reader?: Reader): Promise<Moment>
  book(transaction: Transaction, request: BookRequest): Promise<AppointmentChange>
  take(transaction: Transaction, request: StepRequest): Promise<AppointmentChange>
  undo(transaction: Transaction, changeId: AppointmentChangeId, actor: Actor): Promise<AppointmentChange>
  /** Runs one of the above in a transaction of its own, announces it, and answers as the contract has it. */
  commit(work: (transaction: Transaction) => Promise<AppointmentChange>): Promise<AppointmentChanged>
  /** Tells the open windows. For those who took a step in a transaction of their own, after it is committed. */
  announce(change: AppointmentChange): void
}

export function createSteps(dependencies: StepDependencies): AppointmentSteps {
  const { database, clock, audit, events, settings, toViews, onChange, onCommitted, allotment } = dependencies

  async function moment(reader?: Reader): Promise<Moment> {
    const { timeZone, messaging } = await settings.read(reader)
    const now = clock.now()
    const today = civilDateOf(now, timeZone)
    return { now: toStoredInstant(now), today, timeZone, cancelLimitHours: messaging.cancelLimitHours }
  }

  async function writeDown(transaction: Transaction, drafted: Drafted): Promise<AppointmentChange> {
    const {
      kind,
      before,
      after,
      actor,
      notifyPatient = true,
      undoneKind = null,
      seriesStepId = null
    } = drafted
    const changedAt = toStoredInstant(clock.now())
    const difference = before ? differenceOf(before, after) : { before: {}, after: withChanges(after, {}) }
    const changeId = await appendChange(transaction, {
      appointmentId: after.id,
      changedAt,
      actor,
      kind,
      seriesStepId,
      ...difference
    })
    await audit.record(transaction, actor, {
      action: ACTIONS[kind],
      patientId: after.patientId,
      detail: `appointment ${after.id}`
    })
    const change = { kind, changeId, before, after, actor, notifyPatient, undoneKind }
    for (const hook of onChange) await hook(transaction, change)
    return change
  }

  /** Another place or type may need other devices and rooms. */
  async function allotted(
    transaction: Transaction,
    before: AppointmentRecord,
    changes: ChangedFields
  ): Promise<AppointmentFields> {
    const fields = withChanges(before, changes)
    const names = PLACE_AND_NEED.some((name) => fields[name] !== before[name])
    if (!isLive(fields) || !names) return fields
    const named = changes.resourceIds === undefined ? null : resourceIdsOf(changes.resourceIds)
    const wish = { typeId: fields.typeId, place: fields, named, before }
    return { ...fields, resourceIds: await allotment.take(transaction, wish) }
  }

  function announce(change: AppointmentChange): void {
    onCommitted(change)
    const { before, after } = change
    const dates = before && before.date !== after.date ? [before.date, after.date] : [after.date]
    events.publish('appointments.changed', { appointmentId: after.id, patientId: after.patientId, dates })
  }

  return {
    moment,
    announce,
    async book(
      transaction,
      { actor, patientId, typeId, place, note, isOverbooked, isTold, ofSeries, resourceIds: named = null }
    ) {
      const resourceIds = await allotment.take(transaction, { typeId, place, named, before: null })
      const createdAt = toStoredInstant(clock.now())
      const told =
        isTold === true || ofSeries?.isTold ? { toldStartAt: place.startAt, toldAt: createdAt } : {}
      const fields = { ...UNTOUCHED, ...place, ...told, typeId, note, isOverbooked, resourceIds }
      const series = ofSeries?.occurrence ?? null
      const { timeZone } = await moment(transaction)
      const created = { patientId, fields, createdAt, createdBy: actor.userId, series, timeZone }
      const after = await insertAppointment(transaction, created)
      return await writeDown(transaction, {
        kind: 'booked',
        before: null,
        after,
        actor,
        seriesStepId: ofSeries?.stepId
      })
    },
    async take(transaction, { id, actor, version, notifyPatient = true, seriesStepId, decide }) {
      const before = await getAppointment(transaction, id)
      if (version !== undefined && version !== before.version) throw new AppError('stale-version')
      const at = await moment(transaction)
      const { kind, changes } = await decide(before, at, transaction)
      const fields = await allotted(transaction, before, changes)
      const after = await updateAppointment(transaction, before, { fields, timeZone: at.timeZone })
      return await writeDown(transaction, { kind, before, after, actor, notifyPatient, seriesStepId })
    },
    async undo(transaction, changeId, actor) {
      const change = await getChange(transaction, changeId)
      const before = await getAppointment(transaction, change.appointmentId)
      const fields = takenBack(change, await lastStanding(transaction, before.id), actor)
      const restored = await marked(transaction, change, before, withChanges(before, fields))
      const { timeZone } = await moment(transaction)
      const after = await updateAppointment(transaction, before, { fields: restored, timeZone })
      const done = { kind: 'undone', before, after, actor, undoneKind: change.kind } as const
      const undone = await writeDown(transaction, done)
      await markUndone(transaction, changeId, undone.changeId)
      return undone
    },
    async commit(work) {
      const { today } = await moment()
      const { change, appointment } = await database.write(async (transaction) => {
        const made = await work(transaction)
        const [view] = await toViews(transaction, [made.after], today)
        return { change: made, appointment: view }
      })
      announce(change)
      if (!appointment) throw new AppError('not-found')
      return { appointment, changeId: change.changeId }
    }
  }
}

/**
 * A place given back by mistake and shared with an overbooked appointment all along is taken again beside it, marked as
 * overbooked itself: somebody has decided already that the two may lie together. Whoever came later keeps the place.
 * Who was said to have missed the visit, or to have left, and stands at the desk after all is let in beside whoever has
 * been given the place meanwhile, or is being asked for it: taking that step back is the decision.
 */
async function marked(
  reader: Reader,
  { id: changeId, kind }: Pick<ChangeRecord, 'id' | 'kind'>,
  before: AppointmentRecord,
  restored: AppointmentFields
): Promise<AppointmentFields> {
  if (!isLive(restored) || (isLive(before) && isWithin(restored, before))) return restored
  const others = await overlapping(reader, restored, before.id)
  const beside = { ...restored, isOverbooked: true }
  if (CAME_AFTER_ALL.some((one) => one === kind))
    return others.length > 0 || (await isHeld(reader, restored)) ? beside : restored
  const isShared = others.length > 0 && others.every(({ isOverbooked }) => isOverbooked)
  if (!isShared) return restored
  const ids = others.map(({ id }) => id)
  return (await haveChangedSince(reader, ids, changeId)) ? restored : beside
}

/** Steps that say somebody is not there. */
const CAME_AFTER_ALL: readonly ChangeKind[] = ['no-show', 'left-unseen']

const PLACE_AND_NEED = ['clinicianId', 'startAt', 'endAt', 'typeId', 'resourceIds'] as const

const UNTOUCHED = {
  status: 'booked',
  encounterStatus: 'planned',
  isLeftUnseen: false,
  roomId: null,
  cancelReason: null,
  isCancelledLate: false,
  arrivedAt: null,
  inProgressAt: null,
  finishedAt: null,
  confirmedAt: null,
  toldStartAt: null,
  toldAt: null
} as const

/** The codes of the access log. */
const ACTIONS: Record<ChangeKind, string> = {
  booked: 'appointment.booked',
  moved: 'appointment.moved',
  resized: 'appointment.resized',
  retyped: 'appointment.retyped',
  cancelled: 'appointment.cancelled',
  arrived: 'appointment.arrived',
  'called-in': 'appointment.called-in',
  finished: 'appointment.finished',
  'left-unseen': 'appointment.left-unseen',
  'no-show': 'appointment.missed',
  confirmed: 'appointment.confirmed',
  note: 'appointment.noted',
  'entered-in-error': 'appointment.entered-in-error',
  undone: 'appointment.undone'
}
