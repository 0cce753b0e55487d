import type { PatientId, TaskChangeId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { attempt } from '../../database/attempt'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { openTasks } from './task-list.queries'
import type { TaskRecord } from './task-record'
import type { TaskStep, TaskSteps } from './task-steps'

/** Tasks about how a patient is reached: they end when nobody is to be reached any more. */
const ABOUT_CONTACT: readonly TaskRecord['kind'][] = ['majority', 'number-disputed', 'guardian-deceased']

export interface ContactTasks {
  count(reader: Reader, patientId: PatientId): Promise<number>
  /** Marks them done. @returns the steps, which `takeBack` takes back */
  end(transaction: Transaction, patientId: PatientId, actor: Actor): Promise<TaskStep[]>
  /** @returns false when something else happened to the task since */
  takeBack(transaction: Transaction, changeId: TaskChangeId, actor: Actor): Promise<boolean>
}

export function createContactTasks({ clock, steps }: { clock: Clock; steps: TaskSteps }): ContactTasks {
  return {
    count: async (reader, patientId) => (await contactTasks(reader, patientId)).length,
    async end(transaction, patientId, actor) {
      const changes = { doneAt: toStoredInstant(clock.now()), doneBy: actor.userId }
      const taken: TaskStep[] = []
      for (const { id } of await contactTasks(transaction, patientId))
        taken.push(await steps.change(transaction, { id, kind: 'done', changes, actor }))
      return taken
    },
    takeBack: async (transaction, changeId, actor) =>
      (await attempt(transaction, () => steps.undo(transaction, changeId, actor))).ok
  }
}

async function contactTasks(reader: Reader, patientId: PatientId): Promise<TaskRecord[]> {
  return (await openTasks(reader, patientId)).filter(({ kind }) => ABOUT_CONTACT.includes(kind))
}
