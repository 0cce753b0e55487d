import type {
  Appointment,
  Communication,
  Consent,
  Patient,
  Practitioner,
  RelatedPerson,
  Schedule,
  Slot,
  Task
} from '@medplum/fhirtypes'
import type { Reader, Transaction } from '../../database/database'
import type { PortalType } from '../../portal'
import type { Actor } from '../../rpc/handlers'
import type { OurRows } from './our-rows'

/** What both sides hold, by its FHIR type. */
export interface PortalResources extends Record<PortalType, { resourceType: PortalType }> {
  Practitioner: Practitioner
  Schedule: Schedule
  Patient: Patient
  RelatedPerson: RelatedPerson
  Consent: Consent
  Slot: Slot
  Appointment: Appointment
  Communication: Communication
  Task: Task
}
export type { PortalType }
export type PortalResource = PortalResources[PortalType]

/** In this order everything is loaded: what is referred to comes first. */
export const LOADING_ORDER = [
  'Practitioner',
  'Schedule',
  'Patient',
  'RelatedPerson',
  'Consent',
  'Slot',
  'Appointment',
  'Communication',
  'Task'
] as const satisfies readonly PortalType[]

/** One thing the portal is to hold: the row of the clinic whose id it is (`portal_slot`, `guardian`, `message`, …). */
export interface PortalMark {
  readonly type: PortalType
  readonly localId: number
}

/** Where and with whom, as the row stood when the step was taken. UTC, whole minutes. */
export interface PlaceThen {
  readonly clinicianId: number
  readonly startAt: string
  readonly endAt: string
}

/** An appointment as it was when a step was taken; later steps have operations of their own. */
export interface AppointmentThen {
  readonly place: PlaceThen
  readonly before: PlaceThen | null
  readonly patientId: number
  readonly typeId: number
  readonly status: string
  readonly isLive: 0 | 1
  readonly isOverbooked: 0 | 1
}

export interface PortalReadRequest<R extends PortalResource> {
  readonly localId: number
  /** What both sides were last agreed on: whatever in it is the portal's own must stay. Null: the portal has none. */
  readonly base: R | null
  /** Only for an appointment's step: it is to be written as it was then. */
  readonly then: AppointmentThen | null
  /** The portal's id of something of ours; null where it is not there yet. */
  readonly remoteId: (mark: PortalMark) => Promise<string | null>
  /** The clinic's own identifier for it: `{ system: 'urn:skranke:<clinic>:<type>', value: localId }`. */
  readonly identifier: { readonly system: string; readonly value: string }
}

/**
 * `body`: the portal is to hold this, which carries `identifier` and neither `id` nor versions. `none`: the portal needs
 * nothing of it (and what it may have is left alone; what it shall forget is a body that says so). `waits`: something
 * it refers to must be there first, or, where it is there (`wasThere`), be told of a change first.
 */
export type PortalReading<R extends PortalResource> =
  | { readonly is: 'body'; readonly body: R }
  | { readonly is: 'none' }
  | { readonly is: 'waits'; readonly mark: PortalMark; readonly wasThere?: true }

export interface PortalIncoming<R extends PortalResource> {
  readonly resource: R & { id: string }
  readonly base: R | null
  /** Null: it was made at the portal and is seen for the first time. */
  readonly localId: number | null
  /** The clinic has changes of it that the portal does not know yet: fields are merged against the base. */
  readonly isPending: boolean
  /** Ours, of something the portal names; null where it is nothing of ours. */
  readonly localIdOf: (type: PortalType, reference: string | undefined) => Promise<number | null>
}

/** Two that cannot both hold, for a person to decide; what each side holds, and what may be chosen. */
export interface PortalClash {
  readonly kind: PortalConflictKind
  readonly ours: PortalResource | null
  readonly theirs: PortalResource | null
  readonly choices: readonly PortalChoice[]
}
export const PORTAL_CONFLICT_KINDS = [
  'slot-taken',
  'cancelled-by-patient',
  'field-differs',
  'not-allowed'
] as const
export type PortalConflictKind = (typeof PORTAL_CONFLICT_KINDS)[number]
export const PORTAL_CHOICES = ['keep-ours', 'take-theirs', 'overbook', 'move', 'cancel', 'seen'] as const
export type PortalChoice = (typeof PORTAL_CHOICES)[number]

/**
 * `applied`: now the clinic holds it, under this id. `nothing`: there was nothing to do. `conflict`: it is not applied
 * further than can be; a person decides. `refused`: it breaks a rule, and is listed under this code. `agreed` is kept as
 * what both sides agree on instead of what came, where the clinic reads more into it than the portal has written.
 */
export type PortalOutcome =
  | { readonly is: 'applied'; readonly localId: number; readonly agreed?: PortalResource }
  | { readonly is: 'nothing'; readonly localId: number | null; readonly agreed?: PortalResource }
  | {
      readonly is: 'conflict'
      readonly localId: number | null
      readonly clash: PortalClash
      readonly agreed?: PortalResource
    }
  | { readonly is: 'refused'; readonly reason: string }

export interface PortalConflict extends PortalClash {
  readonly id: number
  readonly type: PortalType
  readonly localId: number | null
  readonly remoteId: string | null
}

/** How one type is written for the portal and taken from it. The sync knows no more of FHIR than this. */
export interface PortalKind<T extends PortalType = PortalType> {
  readonly type: T
  /** Ids after `after`, in their order, of what may be for the portal: for a load of everything, by index. */
  list(reader: Reader, page: { after: number; limit: number }): Promise<readonly number[]>
  read(
    rows: OurRows,
    request: PortalReadRequest<PortalResources[T]>
  ): Promise<PortalReading<PortalResources[T]>>
  /**
   * Takes in what the portal holds. Its own change of rows comes back as an operation, which ends as nothing where
   * `read` then says the same as the portal. A throw of AppError counts as `refused`.
   */
  apply(transaction: Transaction, incoming: PortalIncoming<PortalResources[T]>): Promise<PortalOutcome>
  /** Whether this may go out or come in: its structure by the profiles. Null, or what is wrong, in words for the log. */
  check(resource: PortalResources[T]): string | null
  /** After the portal took it: what else it has to learn now, such as the consents of somebody who is new there. */
  after?(
    reader: Reader,
    sent: {
      localId: number
      before: PortalResources[T] | null
      now: PortalResources[T]
    }
  ): Promise<readonly PortalMark[]>
  /** The portal holds this now, written by whichever side: who else is to hear of it, in the same transaction. */
  told?(
    transaction: Transaction,
    sent: {
      localId: number
      before: PortalResources[T] | null
      now: PortalResources[T]
    }
  ): Promise<void>
  /**
   * What the portal and the clinic both want of one place cannot both be: called when the portal has given a place to
   * somebody else, or the patient has cancelled what was to be moved.
   */
  clash?(
    reader: Reader,
    clash: {
      localId: number
      then: AppointmentThen | null
      ours: PortalResources[T] | null
      theirs: PortalResource | null
      kind: PortalConflictKind
    }
  ): Promise<PortalClash>
  /** Carries out what a person chose. @throws AppError where it cannot be done any more */
  decide?(
    transaction: Transaction,
    decision: { conflict: PortalConflict; choice: PortalChoice; actor: Actor }
  ): Promise<void>
}

/** The kinds are loaded when a portal is connected. `committed` is called after each transaction they took part in. */
export type KindLoader = () => Promise<{ readonly kinds: PortalKinds; committed(): void }>

/** Of every type one. */
export type PortalKinds = { readonly [T in PortalType]: PortalKind<T> }
