import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { tasksOfKind } from './task-row.queries'
import type { TaskSteps } from './task-steps'

export interface DisputeChange {
  /** Whether the patient's mobile is held to be somebody else's now. */
  readonly isDisputed: boolean
  /** Who settled it, or took that back. */
  readonly actor: Actor
}

/**
 * The tasks "the number is not the patient's" follow the number: they are done when it is settled, and the newest one is
 * open again when that is taken back.
 */
export async function followDispute(
  { clock, steps }: { clock: Clock; steps: TaskSteps },
  transaction: Transaction,
  { patientId, isDisputed, actor }: DisputeChange & { patientId: PatientId }
): Promise<void> {
  const tasks = await tasksOfKind(transaction, patientId, 'number-disputed')
  const [newest] = tasks
  if (isDisputed) {
    if (!newest || newest.doneAt === null) return
    const changes = { doneAt: null, doneBy: null }
    await steps.change(transaction, { id: newest.id, kind: 'reopened', changes, actor })
    return
  }
  const changes = { doneAt: toStoredInstant(clock.now()), doneBy: actor.userId }
  for (const { id, doneAt } of tasks)
    if (doneAt === null) await steps.change(transaction, { id, kind: 'done', changes, actor })
}
