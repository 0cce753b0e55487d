import type { Task, TaskOutput } from '@medplum/fhirtypes'
import type { Instant } from '@contract/values'
import { codeOf, listed, plainText, referencedId } from './elements.rules'
import { REQUEST_ANSWER, REQUEST_KIND, TOLD_BY } from './systems.rules'

export const REQUEST_KINDS = ['cancel', 'move', 'message'] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

/** What a patient, or a guardian for a child, asks the desk for. */
export interface HeldRequest {
  readonly kind: RequestKind | 'other'
  /** The portal's ids. */
  readonly patientRemoteId: string | null
  readonly appointmentRemoteId: string | null
  /** Set where a guardian asks. */
  readonly guardianRemoteId: string | null
  /** In the patient's own words, as plain text. */
  readonly text: string
  readonly askedAt: Instant | null
  /** Whether the desk is still to see to it. */
  readonly isOpen: boolean
}

/** More than a person types; a longer one is cut. */
export const LONGEST_REQUEST = 2_000

const OPEN: readonly Task['status'][] = ['requested', 'received']

export function requestFrom(task: Task): HeldRequest {
  const code = codeOf(task.code ? [task.code] : [], REQUEST_KIND)
  return {
    kind: REQUEST_KINDS.find((kind) => kind === code) ?? 'other',
    patientRemoteId: referencedId(task.for, 'Patient'),
    appointmentRemoteId: referencedId(task.focus, 'Appointment'),
    guardianRemoteId: referencedId(task.requester, 'RelatedPerson'),
    text: plainText(task.description, LONGEST_REQUEST),
    askedAt: task.authoredOn ?? null,
    isOpen: OPEN.includes(task.status)
  }
}

/** The patient has taken it back. */
export function isWithdrawn({ status }: Pick<Task, 'status'>): boolean {
  return status === 'cancelled' || status === 'entered-in-error'
}

/** There is something to read. */
export function isAnsweredInWords({ output = [] }: Task): boolean {
  return output.some(({ type }) => codeOf([type], REQUEST_ANSWER) !== null)
}

/** The portal tells the patient itself when there is an answer. */
export function isToldByPortal({ extension = [] }: Task): boolean {
  return extension.some(({ url, valueCode }) => url === TOLD_BY && valueCode === 'portal')
}

export type RequestState = 'open' | 'accepted' | 'rejected' | 'done'

/** FHIR R4 task-status. */
const STATUS = {
  open: 'received',
  accepted: 'accepted',
  rejected: 'rejected',
  done: 'completed'
} as const satisfies Record<RequestState, Task['status']>

/**
 * The request as the portal made it, with the desk's answer: all else in it stays the portal's, and one that the patient
 * has taken back stays so.
 */
export function answeredTask(task: Task, { state, answer, own }: RequestAnswer): Task {
  const { id: _id, meta: _meta, identifier = [], output = [], ...rest } = task
  const others = identifier.filter(({ system }) => system !== own.system)
  const status = isWithdrawn(task) ? task.status : STATUS[state]
  const theirs = output.filter(({ type }) => codeOf([type], REQUEST_ANSWER) === null)
  const words = state === 'done' && answer ? [inWords(answer)] : []
  return { ...rest, identifier: [own, ...others], status, ...listed('output', [...theirs, ...words]) }
}

export interface RequestAnswer {
  readonly state: RequestState
  /** In words, which the patient reads at the portal; null and empty: none. */
  readonly answer: string | null
  /** What the clinic finds it again by. */
  readonly own: { readonly system: string; readonly value: string }
}

function inWords(text: string): TaskOutput {
  return { type: { coding: [{ system: REQUEST_ANSWER, code: 'words' }] }, valueString: text }
}
