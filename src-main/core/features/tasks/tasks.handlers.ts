import type { MethodName } from '@contract/index'
import type { PatientId, TaskChangeId, UserId } from '@contract/ids'
import type { TaskRef } from '@contract/tasks'
import { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import { civilDateOf } from '../../platform/wall-clock'
import type { Actor, Call, Handlers } from '../../rpc/handlers'
import { findAppointment } from '../appointments'
import { assignReply } from '../messaging'
import { findUser } from '../users'
import { createFollowUp } from './follow-up'
import { derivedItems, ownItem, type ItemMoment, type TaskItem } from './task-items'
import { doneTasks, openTasks, patientOfMessage, setOwner } from './task-list.queries'
import type { ChangedTaskFields, TaskChangeKind } from './task-record'
import { getTask, getTaskChange } from './task-row.queries'
import type { TaskStep, TaskSteps } from './task-steps'
import { chosenTasks, countTasks, isForDesk, mayTouch } from './task-view.rules'
import { toTasks } from './task-views'
import { withheldTasks } from './withheld-tasks'
import type { TaskDependencies } from './tasks'
import { workingDaysAfter } from './working-days.rules'

export type TaskMethods = Extract<MethodName, `tasks.${string}`>

/** Done ones stay in sight for this long. */
const DONE_DAYS = 30

export interface TaskHandlerDependencies extends TaskDependencies {
  readonly steps: TaskSteps
  readonly announce: () => void
}

export function taskHandlers(dependencies: TaskHandlerDependencies): Handlers<TaskMethods> {
  const { database, settings, clock, look, steps, announce, holidayName, events, audit, unsaid } =
    dependencies

  async function readMoment() {
    const { timeZone, country, language } = await settings.read()
    const now = clock.now()
    return { now, today: civilDateOf(now, timeZone), timeZone, country, language }
  }

  /** Takes one step in a transaction of its own and answers with the task as it is then. */
  async function take(call: Call, work: (transaction: Transaction) => Promise<TaskStep>) {
    const moment = await readMoment()
    const changed = await database.write(async (transaction) => {
      const { id, changeId } = await work(transaction)
      const tasks = await toTasks(transaction, [ownItem(await getTask(transaction, id))], moment)
      const [task] = await withheldTasks(tasks, { reader: transaction, unsaid, call })
      if (!task) throw new AppError('not-found')
      return { task, changeId }
    })
    announce()
    return changed
  }

  async function step(
    transaction: Transaction,
    wanted: { id: TaskStep['id']; kind: TaskChangeKind; changes: ChangedTaskFields; actor: Actor }
  ): Promise<TaskStep> {
    if (!mayTouch(wanted.actor, await getTask(transaction, wanted.id))) throw new AppError('not-allowed')
    return await steps.change(transaction, wanted)
  }

  return {
    'tasks.list': async ({ filter }, call) => {
      const { actor } = call
      const moment = await readMoment()
      return await look(actor, { action: 'tasks.opened', patientId: null }, async (reader) => {
        const open = await openItems(reader, { actor, moment })
        const items =
          filter === 'done'
            ? await doneItems(reader, actor, moment)
            : chosenTasks(open, { filter, actor, today: moment.today })
        return {
          tasks: await withheldTasks(await toTasks(reader, items, moment), { reader, unsaid, call }),
          counts: countTasks(open, actor, moment.today)
        }
      })
    },
    'tasks.forPatient': async ({ patientId }, { actor }) => {
      const moment = await readMoment()
      return await look(actor, { action: 'tasks.opened', patientId }, async (reader) => {
        const open = await openItems(reader, { actor, moment, patientId })
        const items = chosenTasks(open, { filter: 'all', actor, today: moment.today })
        return await toTasks(reader, items, moment)
      })
    },
    'tasks.counts': async (_input, { actor }) => {
      const moment = await readMoment()
      return countTasks(await openItems(database.reader, { actor, moment }), actor, moment.today)
    },
    'tasks.dueDate': async ({ workingDays }) => {
      const { today, country, language } = await readMoment()
      return workingDaysAfter(today, workingDays, (date) => holidayName(date, country, language) !== null)
    },
    'tasks.create': async ({ title, note, patientId, dueOn, ownerId }, call) =>
      await take(call, async (transaction) => {
        const { actor } = call
        await assertActive(transaction, ownerId)
        const task = {
          key: null,
          kind: 'other',
          title,
          note,
          patientId,
          appointmentId: null,
          dueOn,
          ownerId
        } as const
        const made = await steps.create(transaction, task, actor)
        if (!made) throw new AppError('not-found')
        return made
      }),
    'tasks.followUp': async ({ appointmentId, title, note, workingDays }, call) =>
      await take(call, async (transaction) => {
        const { actor } = call
        const appointment = await findAppointment(transaction, appointmentId)
        if (!appointment) throw new AppError('not-found')
        const { patientId } = appointment
        const about = { patientId, appointmentId, title, note, dueInWorkingDays: workingDays }
        const made = await createFollowUp(dependencies, transaction, { ...about, actor })
        if (!made) throw new AppError('not-found')
        return made
      }),
    'tasks.save': async ({ id, ...changes }, call) =>
      await take(call, async (transaction) => {
        const { actor } = call
        await assertActive(transaction, changes.ownerId)
        const { kind, patientId, title } = await getTask(transaction, id)
        if (changes.title === '' && title !== '') throw new AppError('invalid-input', { field: 'title' })
        // Whoever has not read what the patient asks for would write over it.
        if (kind === 'portal-request') await assertSaid(transaction, patientId, call)
        return await step(transaction, { id, kind: 'changed', changes, actor })
      }),
    'tasks.setDone': async ({ id, isDone }, call) =>
      await take(call, async (transaction) => {
        const { actor } = call
        const doneAt = isDone ? toStoredInstant(clock.now()) : null
        const changes = { doneAt, doneBy: isDone ? actor.userId : null }
        return await step(transaction, { id, kind: isDone ? 'done' : 'reopened', changes, actor })
      }),
    'tasks.answer': async ({ id, answer }, call) =>
      await take(call, async (transaction) => {
        const { actor } = call
        const { kind, patientId } = await getTask(transaction, id)
        if (kind !== 'portal-request') throw new AppError('invalid-input', { field: 'id' })
        await assertSaid(transaction, patientId, call)
        const changes = { answer, doneAt: toStoredInstant(clock.now()), doneBy: actor.userId }
        return await step(transaction, { id, kind: 'done', changes, actor })
      }),
    'tasks.assign': async ({ ref, userId }, { actor }) => {
      const assigned = await database.write(async (transaction) => {
        await assertActive(transaction, userId)
        if (ref.of === 'task') {
          const changes = { ownerId: userId }
          const { changeId } = await step(transaction, { id: ref.id, kind: 'assigned', changes, actor })
          return { changeId }
        }
        if (!isForDesk(actor)) throw new AppError('not-allowed')
        const patientId = await assignDerived(transaction, ref, userId)
        await audit.record(transaction, actor, { action: 'task.assigned', patientId })
        return { changeId: null }
      })
      announce()
      if (ref.of === 'reply') events.publish('messages.changed', { patientId: null, appointmentId: null })
      return assigned
    },
    'tasks.undo': async ({ changeId }, { actor }) => {
      await database.write(async (transaction) => await undo(transaction, changeId, actor))
      announce()
      return {}
    }
  }

  /** @throws AppError `reason-required` where what the patient wrote is withheld from this caller */
  async function assertSaid(reader: Reader, patientId: PatientId | null, call: Call): Promise<void> {
    const [hidden] = await unsaid(reader, patientId === null ? [] : [patientId], call)
    if (hidden !== undefined) throw new AppError('reason-required', { patientId: hidden })
  }

  async function undo(transaction: Transaction, changeId: TaskChangeId, actor: Actor): Promise<void> {
    const { taskId } = await getTaskChange(transaction, changeId)
    if (!mayTouch(actor, await getTask(transaction, taskId))) throw new AppError('not-allowed')
    await steps.undo(transaction, changeId, actor)
  }
}

/** Of everybody, or of one patient. */
async function openItems(
  reader: Reader,
  { actor, moment, patientId = null }: { actor: Actor; moment: ItemMoment; patientId?: PatientId | null }
): Promise<TaskItem[]> {
  const own = (await openTasks(reader, patientId)).map(ownItem)
  if (!isForDesk(actor)) return own.filter((item) => mayTouch(actor, item))
  return [...own, ...(await derivedItems(reader, moment, patientId))]
}

async function doneItems(reader: Reader, actor: Actor, { now }: ItemMoment): Promise<TaskItem[]> {
  const since = toStoredInstant(now.subtract(Temporal.Duration.from({ hours: 24 * DONE_DAYS })))
  return (await doneTasks(reader, since)).map(ownItem).filter((item) => mayTouch(actor, item))
}

/** @throws AppError `user-inactive` */
async function assertActive(reader: Reader, userId: UserId | null): Promise<void> {
  if (userId !== null && !(await findUser(reader, userId))?.isActive) throw new AppError('user-inactive')
}

/** @returns whose message, reply or contact details they are */
async function assignDerived(
  transaction: Transaction,
  ref: Exclude<TaskRef, { of: 'task' }>,
  ownerId: UserId | null
) {
  if (ref.of === 'reply') return (await assignReply(transaction, ref.id, ownerId)).patient_id
  await setOwner(transaction, { subject: ref.of, id: ref.id, ownerId })
  return ref.of === 'contact' ? ref.id : await patientOfMessage(transaction, ref.id)
}
