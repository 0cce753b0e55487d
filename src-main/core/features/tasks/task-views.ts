import type { Task } from '@contract/tasks'
import type { CivilDate, Country } from '@contract/values'
import type { Reader } from '../../database/database'
import { formatTelephone } from '../../platform/telephone'
import type { TaskItem } from './task-items'
import { appointmentStarts, patientLines, userNames } from './task-list.queries'
import { isOverdue } from './task-view.rules'

/** Tasks as the pages see them, in the order given: names, telephones and starts are read for all at once. */
export async function toTasks(
  reader: Reader,
  items: readonly TaskItem[],
  { today, country }: { today: CivilDate; country: Country }
): Promise<Task[]> {
  const patients = await patientLines(reader, present(items.map(({ patientId }) => patientId)))
  const starts = await appointmentStarts(reader, present(items.map(({ appointmentId }) => appointmentId)))
  const users = await userNames(
    reader,
    present(items.flatMap(({ ownerId, createdBy, doneBy }) => [ownerId, createdBy, doneBy]))
  )
  return items.map(({ sender, ownerId, createdBy, doneBy, ...item }) => {
    const patient = item.patientId === null ? undefined : patients.get(item.patientId)
    const number = patient?.mobile ?? sender
    return {
      ...fieldsOf(item),
      patientName: patient?.name ?? null,
      mobile: number?.startsWith('+') ? formatTelephone(number, country) : number,
      appointmentStart: item.appointmentId === null ? null : (starts.get(item.appointmentId) ?? null),
      isOverdue: isOverdue(item, today),
      owner: ownerId === null ? null : { userId: ownerId, name: users.get(ownerId) ?? '' },
      createdBy: createdBy === null ? null : (users.get(createdBy) ?? null),
      doneBy: doneBy === null ? null : (users.get(doneBy) ?? null)
    }
  })
}

/** Named one by one: an own row has fields that no page needs. */
function fieldsOf(item: Omit<TaskItem, 'sender' | 'ownerId' | 'createdBy' | 'doneBy'>) {
  return {
    ref: item.ref,
    kind: item.kind,
    title: item.title,
    note: item.note,
    answer: item.answer,
    patientId: item.patientId,
    appointmentId: item.appointmentId,
    purpose: item.purpose,
    reason: item.reason,
    dueOn: item.dueOn,
    createdAt: item.createdAt,
    doneAt: item.doneAt,
    canRetry: item.canRetry
  }
}

function present<T>(values: readonly (T | null)[]): T[] {
  return [...new Set(values.filter((value): value is T & NonNullable<unknown> => value !== null))]
}
