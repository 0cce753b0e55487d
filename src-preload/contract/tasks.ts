import { z } from 'zod'
import { AppointmentId, InboundMessageId, MessageId, PatientId, TaskChangeId, TaskId, UserId } from './ids'
import type { EventSpec, MethodSpec } from './method'
import { MessagePurpose } from './messages'
import { CivilDate, Instant, Line } from './values'

/**
 * What somebody at the desk should do. `follow-up`, `other`, `video-late`, `majority`, `number-disputed`,
 * `portal-request` and `guardian-deceased` are rows of their own, made by a person, a visit, a birthday, a patient or a
 * death; the others are read from
 * where they arise and are gone when that is put right.
 */
export const TaskKind = z.enum([
  'follow-up',
  'other',
  /** A video visit began more than the patience late: the patient may have left. */
  'video-late',
  /** Somebody decides alone from now on: telephone and consents are to be confirmed with them. */
  'majority',
  /** Somebody has answered from a patient's mobile that it is not the patient's. */
  'number-disputed',
  /** A patient has asked for something at the portal; the note is in their own words. */
  'portal-request',
  /** A child's guardian has died, and nobody gets the child's messages any more. */
  'guardian-deceased',
  'message-failed',
  'message-uncertain',
  'reply',
  /** Contact details to confirm with a patient who comes in the next days. */
  'contact-stale'
])
export type TaskKind = z.infer<typeof TaskKind>

/** Which task is meant: an own row, or what it is read from. */
export const TaskRef = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('task'), id: TaskId }),
  z.strictObject({ of: z.literal('message'), id: MessageId }),
  z.strictObject({ of: z.literal('reply'), id: InboundMessageId }),
  z.strictObject({ of: z.literal('contact'), id: PatientId })
])
export type TaskRef = z.infer<typeof TaskRef>

export const Task = z.strictObject({
  ref: TaskRef,
  kind: TaskKind,
  /** What a person wrote; empty where the kind says it all. */
  title: z.string(),
  note: z.string(),
  /** What the desk has answered the patient at the portal; empty: nothing. */
  answer: z.string(),
  patientId: PatientId.nullable(),
  patientName: z.string().nullable(),
  /** To call, as a person reads it; null without one. */
  mobile: z.string().nullable(),
  appointmentId: AppointmentId.nullable(),
  appointmentStart: Instant.nullable(),
  /** Of a message that did not arrive: what it was for and why it did not. */
  purpose: MessagePurpose.nullable(),
  reason: z.string().nullable(),
  dueOn: CivilDate,
  isOverdue: z.boolean(),
  owner: z.strictObject({ userId: UserId, name: z.string() }).nullable(),
  createdAt: Instant,
  /** Null when the program made it. */
  createdBy: z.string().nullable(),
  doneAt: Instant.nullable(),
  doneBy: z.string().nullable(),
  canRetry: z.boolean()
})
export type Task = z.infer<typeof Task>

export const TaskCounts = z.strictObject({ open: z.int(), mine: z.int(), overdue: z.int() })
export type TaskCounts = z.infer<typeof TaskCounts>

/** The answer to every change of an own row, with the step that undo names. */
export const TaskChanged = z.strictObject({ task: Task, changeId: TaskChangeId })
export type TaskChanged = z.infer<typeof TaskChanged>

export const TaskDraft = z.strictObject({
  title: Line(200).min(2),
  patientId: PatientId.nullable(),
  dueOn: CivilDate,
  ownerId: UserId.nullable(),
  /** As long as what a patient asks for at the portal. */
  note: z.string().max(2000)
})
export type TaskDraft = z.infer<typeof TaskDraft>

export const taskMethods = {
  /**
   * By due date, overdue first. A clinician sees the rows that are theirs or that they asked for; those at the desk see
   * everything. `done`: own rows that were done in the last thirty days, newest first.
   */
  'tasks.list': {
    input: z.strictObject({ filter: z.enum(['all', 'mine', 'overdue', 'done']) }),
    output: z.strictObject({ tasks: z.array(Task), counts: TaskCounts }),
    access: 'signed-in'
  },
  /** What waits about one patient, by due date; a clinician sees the rows that are theirs or that they asked for. */
  'tasks.forPatient': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.array(Task),
    access: 'signed-in'
  },
  'tasks.counts': { input: z.strictObject({}), output: TaskCounts, access: 'signed-in' },
  /** The civil date so many working days from today: neither weekends nor public holidays count. */
  'tasks.dueDate': {
    input: z.strictObject({ workingDays: z.int().min(0).max(250) }),
    output: CivilDate,
    access: 'signed-in'
  },
  'tasks.create': { input: TaskDraft, output: TaskChanged, access: 'signed-in' },
  /** Wanted by whoever saw the patient: a task for the desk about that visit. */
  'tasks.followUp': {
    input: z.strictObject({
      appointmentId: AppointmentId,
      title: Line(200),
      note: z.string().max(1000),
      workingDays: z.int().min(0).max(250)
    }),
    output: TaskChanged,
    access: 'signed-in'
  },
  /** Without a title what the program says of it stands; refused where a person has written one. */
  'tasks.save': {
    input: z.strictObject({ id: TaskId, ...TaskDraft.shape, title: TaskDraft.shape.title.or(z.literal('')) }),
    output: TaskChanged,
    access: 'signed-in'
  },
  /** Null gives it back to everybody. Refused with `user-inactive`. */
  'tasks.assign': {
    input: z.strictObject({ ref: TaskRef, userId: UserId.nullable() }),
    output: z.strictObject({ changeId: TaskChangeId.nullable() }),
    access: 'signed-in'
  },
  'tasks.setDone': {
    input: z.strictObject({ id: TaskId, isDone: z.boolean() }),
    output: TaskChanged,
    access: 'signed-in'
  },
  /**
   * Answers what a patient asks for at the portal, in words that are read there, and is done with it. Refused with
   * `reason-required` where the patient's own words are withheld, `invalid-input` for any other task.
   */
  'tasks.answer': {
    input: z.strictObject({ id: TaskId, answer: z.string().trim().min(1).max(2000) }),
    output: TaskChanged,
    access: 'signed-in'
  },
  /** Takes the last step of an own row back. Refused with `undo-outdated` when something else happened to it since. */
  'tasks.undo': {
    input: z.strictObject({ changeId: TaskChangeId }),
    output: z.strictObject({}),
    access: 'signed-in'
  }
} as const satisfies Record<string, MethodSpec>

export const taskEvents = {
  'tasks.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
