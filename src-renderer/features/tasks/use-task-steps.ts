import type { UserId } from '@contract/ids'
import type { Task } from '@contract/tasks'
import { useRouter } from 'vue-router'
import { useI18n } from 'vue-i18n'
import { useSelection } from '../../app/selection.store'
import { notify, offerUndo, showError } from '../../app/undo'
import { call } from '../../core-client'
import MessageForm from '../messages/MessageForm.vue'
import VerifyMobile from '../patients/VerifyMobile.vue'
import { useSession } from '../users/session.store'
import AnswerRequestForm from './AnswerRequestForm.vue'
import TaskForm from './TaskForm.vue'
import { isWithheld, remedyOf } from './task-look'

/** What can be done about a task; each step can be taken back. */
export function useTaskSteps() {
  const { t } = useI18n()
  const router = useRouter()
  const selection = useSelection()
  const session = useSession()

  const titleOf = (task: Task): string => (task.title === '' ? t(`tasks.kind.${task.kind}`) : task.title)

  function guarded(work: () => Promise<void>): void {
    work().catch(showError)
  }

  /** Begins what puts a task right, with the patient it is about in the panel. */
  function begin(task: Task): void {
    const { patientId } = task
    const wanted = remedyOf(task)
    if (wanted === 'answer' && patientId !== null && task.ref.of === 'reply')
      selection.openForm(MessageForm, { patientId, answerTo: task.ref.id, answered: task.title })
    if (wanted === 'answer-request') selection.openForm(AnswerRequestForm, { task })
    if (wanted === 'message')
      void router.push({
        path: '/messages',
        query: { filter: task.kind === 'reply' ? 'unread' : 'problems' }
      })
    if (wanted === 'confirm-contact' && patientId !== null) selection.openForm(VerifyMobile, { patientId })
    if (wanted === 'edit') selection.openForm(TaskForm, { task })
  }

  /** Shows what a task is about, or begins what puts it right. */
  function remedy(task: Task): void {
    if (task.patientId !== null) selection.openPatient(task.patientId)
    begin(task)
  }

  /** The same where the patient is shown already: there an own task is shown itself. */
  function remedyAtCard(task: Task): void {
    if (remedyOf(task) === 'patient') selection.openForm(TaskForm, { task })
    else begin(task)
  }

  function assign(task: Task, userId: UserId | null): void {
    const before = task.owner?.userId ?? null
    if (before === userId) return
    guarded(async () => {
      const { changeId } = await call('tasks.assign', { ref: task.ref, userId })
      offerUndo({
        text: t(userId === null ? 'tasks.givenBack' : 'tasks.given', { title: titleOf(task) }),
        undo: async () => {
          if (changeId === null) await call('tasks.assign', { ref: task.ref, userId: before })
          else await call('tasks.undo', { changeId })
        }
      })
    })
  }

  function setDone(task: Task, isDone: boolean): void {
    guarded(async () => {
      const { ref } = task
      if (ref.of === 'task') {
        const { changeId } = await call('tasks.setDone', { id: ref.id, isDone })
        const text = t(isDone ? 'tasks.wasDone' : 'tasks.wasReopened', { title: titleOf(task) })
        offerUndo({ text, undo: async () => void (await call('tasks.undo', { changeId })) })
      }
      if (ref.of === 'message') {
        await call('messages.settle', { id: ref.id })
        notify(t('messages.settled'))
      }
      if (ref.of === 'reply') {
        await call('messages.markRead', { id: ref.id, isRead: true, patientId: null })
        offerUndo({
          text: t('tasks.wasAnswered'),
          undo: async () =>
            void (await call('messages.markRead', { id: ref.id, isRead: false, patientId: null }))
        })
      }
      if (ref.of === 'contact') {
        const patient = await call('patients.confirmContact', { id: ref.id, channel: 'mobile' })
        const verifiedAt = patient.mobile?.verifiedAt
        if (!verifiedAt) return
        offerUndo({
          text: t('tasks.wasConfirmed'),
          undo: async () =>
            void (await call('patients.takeBackConfirmation', { id: ref.id, channel: 'mobile', verifiedAt }))
        })
      }
    })
  }

  return {
    titleOf,
    remedy,
    remedyAtCard,
    assign,
    setDone,
    /** To the one who is signed in; and back to everybody when it is theirs already. */
    take(task: Task): void {
      const mine = session.user?.id ?? null
      assign(task, task.owner?.userId === mine ? null : mine)
    },
    edit(task: Task | null): void {
      // Its words are read first: others would take their place.
      if (task?.patientId && isWithheld(task)) selection.openPatient(task.patientId)
      else selection.openForm(TaskForm, { task })
    }
  }
}
