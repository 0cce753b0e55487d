import type { UserId } from '@contract/ids'
import type { TaskCounts } from '@contract/tasks'
import type { CivilDate } from '@contract/values'
import type { Actor } from '../../rpc/handlers'
import type { TaskItem } from './task-items'

export type TaskFilter = 'all' | 'mine' | 'overdue' | 'done'

/** Those at the desk see to everything; a clinician sees what is theirs or what they asked for. */
export function isForDesk({ role }: Actor): boolean {
  return role !== 'clinician'
}

export function mayTouch(
  actor: Actor,
  { ownerId, createdBy }: Pick<TaskItem, 'ownerId' | 'createdBy'>
): boolean {
  return isForDesk(actor) || isOf(ownerId, actor) || isOf(createdBy, actor)
}

function isOf(userId: UserId | null, actor: Actor): boolean {
  return userId !== null && userId === actor.userId
}

/** Not done on its day: due before today. */
export function isOverdue({ dueOn, doneAt }: Pick<TaskItem, 'dueOn' | 'doneAt'>, today: CivilDate): boolean {
  return doneAt === null && dueOn < today
}

export function countTasks(items: readonly TaskItem[], actor: Actor, today: CivilDate): TaskCounts {
  return {
    open: items.length,
    mine: items.filter(({ ownerId }) => isOf(ownerId, actor)).length,
    overdue: items.filter((item) => isOverdue(item, today)).length
  }
}

/** The wanted ones by due date, the oldest first among those of a day. */
export function chosenTasks(
  items: readonly TaskItem[],
  { filter, actor, today }: { filter: Exclude<TaskFilter, 'done'>; actor: Actor; today: CivilDate }
): TaskItem[] {
  const isWanted = (item: TaskItem): boolean => {
    if (filter === 'mine') return isOf(item.ownerId, actor)
    return filter === 'all' || isOverdue(item, today)
  }
  return items
    .filter(isWanted)
    .sort(
      (one, other) =>
        one.dueOn.localeCompare(other.dueOn) || Date.parse(one.createdAt) - Date.parse(other.createdAt)
    )
}
