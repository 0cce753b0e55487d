import type { PatientId, TaskId } from '@contract/ids'
import type { Database, Transaction } from '../../database/database'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Actor, Handlers } from '../../rpc/handlers'
import type { Look } from '../appointments'
import type { Audit } from '../audit'
import type { Unsaid } from '../patients'
import type { HolidayName } from '../schedules'
import type { Settings } from '../settings'
import { followDispute, type DisputeChange } from './dispute-tasks'
import { createContactTasks, type ContactTasks } from './contact-tasks'
import { createFollowUp, type FollowUp } from './follow-up'
import { taskHandlers, type TaskMethods } from './tasks.handlers'
import { getTask } from './task-row.queries'
import { createTaskSteps, type TaskStep } from './task-steps'

export interface TaskDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly look: Look
  readonly holidayName: HolidayName
  /** Whose number and words no list shows to this caller. */
  readonly unsaid: Unsaid
}

export interface Tasks {
  readonly handlers: Handlers<TaskMethods>
  /**
   * A task for the desk, made in the transaction of what makes it necessary; due in two working days unless another
   * number is wanted. Call `announce` when that is committed.
   * @returns null when there is one with that key; else the row and the step that `tasks.undo` takes back
   */
  createFollowUp(transaction: Transaction, followUp: FollowUp): Promise<TaskStep | null>
  /**
   * Who asked for it wants it no more: it is done, by whoever took it back, unless it was done or removed already. Call
   * `announce` when that is committed.
   */
  withdraw(transaction: Transaction, id: TaskId, actor: Actor): Promise<void>
  /** Whose a patient's mobile is was settled, or that was taken back: in the transaction of it. */
  disputeChanged(transaction: Transaction, change: DisputeChange & { patientId: PatientId }): Promise<void>
  /** Those about how a patient is reached. */
  readonly aboutContact: ContactTasks
  /** Tells the open windows. */
  announce(): void
}

/** One list of what somebody at the desk should do. */
export function createTasks(dependencies: TaskDependencies): Tasks {
  const { events } = dependencies
  const steps = createTaskSteps(dependencies)
  const announce = (): void => events.publish('tasks.changed', {})
  return {
    handlers: taskHandlers({ ...dependencies, steps, announce }),
    createFollowUp: async (transaction, followUp) =>
      await createFollowUp({ ...dependencies, steps }, transaction, followUp),
    async withdraw(transaction, id, actor) {
      const { doneAt, isRemoved } = await getTask(transaction, id)
      if (doneAt !== null || isRemoved) return
      const changes = { doneAt: toStoredInstant(dependencies.clock.now()), doneBy: actor.userId }
      await steps.change(transaction, { id, kind: 'done', changes, actor })
    },
    disputeChanged: async (transaction, change) =>
      await followDispute({ ...dependencies, steps }, transaction, change),
    aboutContact: createContactTasks({ ...dependencies, steps }),
    announce
  }
}
