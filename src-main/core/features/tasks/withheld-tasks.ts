import type { Task } from '@contract/tasks'
import type { Reader } from '../../database/database'
import type { Call } from '../../rpc/handlers'
import { HIDDEN } from '../messaging'
import type { Unsaid } from '../patients'

interface Asking {
  readonly reader: Reader
  readonly unsaid: Unsaid
  readonly call: Call
}

/**
 * Tasks as this caller may read them: of patients who are spoken of with a reason only, and without one, the list says
 * that something is to be done, but neither the number nor what the patient wrote.
 */
export async function withheldTasks(
  tasks: readonly Task[],
  { reader, unsaid, call }: Asking
): Promise<Task[]> {
  const named = tasks.flatMap(({ patientId }) => patientId ?? [])
  const hidden = await unsaid(reader, [...new Set(named)], call)
  return tasks.map((task) => (task.patientId !== null && hidden.has(task.patientId) ? emptied(task) : task))
}

function emptied(task: Task): Task {
  const mobile = task.mobile === null ? null : HIDDEN
  if (task.kind === 'reply') return { ...task, mobile, title: '' }
  return task.kind === 'portal-request'
    ? { ...task, mobile, title: '', note: '', answer: '' }
    : { ...task, mobile }
}
