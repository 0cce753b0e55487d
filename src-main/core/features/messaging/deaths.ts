import type { AppointmentId, MessageId, PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { momentOf, type MessagingContext } from './context'
import { waitAgain } from './consent-queue.queries'
import { unsettle } from './deaths.queries'
import { ended } from './ended'
import { releaseGroup } from './group.queries'
import { problemsOfPatient } from './messages.queries'
import { storedMoment } from './moment'
import { changeMessage, findMessage } from './outbox.queries'
import { settleMessage } from './settle.queries'
import { isAboutAppointment } from './sending.rules'
import { waitingOfPatient } from './waiting.queries'

const MOST_PROBLEMS = 200

/** What becomes of a patient's messages when a death is recorded, and when that was a mistake. */
export interface MessagesOfTheDead {
  /** How many wait, and how many that did not arrive are still somebody's task. */
  count(reader: Reader, patientId: PatientId): Promise<{ waiting: number; problems: number }>
  /** Stops what waits, each with the reason `deceased`. @returns those stopped */
  stop(transaction: Transaction, patientId: PatientId): Promise<MessageId[]>
  /** Nobody need see to what did not arrive. @returns those settled by it */
  settle(transaction: Transaction, patientId: PatientId, at: string): Promise<MessageId[]>
  /**
   * One of those stopped waits again. `stands`: the appointment it is about stands.
   * @returns why not, where it does not
   */
  revive(
    transaction: Transaction,
    id: MessageId,
    stands: (appointmentId: AppointmentId, start: string | null) => Promise<boolean>
  ): Promise<'back' | 'past' | 'changed'>
  /** @returns false when it is another matter by now */
  unsettle(transaction: Transaction, id: MessageId, settledAt: string): Promise<boolean>
}

/** What is of its own moment is asked for anew. */
const OF_THE_MOMENT: ReadonlySet<string> = new Set([
  'one-time-code',
  'waiting-list-offer',
  'video-link',
  'video-late'
])

export function createMessagesOfTheDead(context: MessagingContext): MessagesOfTheDead {
  return {
    async count(reader, patientId) {
      const problems = await problemsOfPatient(reader, patientId, MOST_PROBLEMS)
      return { waiting: (await waitingOfPatient(reader, patientId)).length, problems: problems.length }
    },
    async stop(transaction, patientId) {
      const moment = momentOf(await context.settings.read(transaction), context.clock.now())
      const rows = await waitingOfPatient(transaction, patientId)
      const blocked = ended('blocked', 'deceased', moment)
      for (const { id } of rows) {
        const settled_at = storedMoment(moment.now)
        await changeMessage(transaction, { id, from: 'queued' }, { ...blocked, settled_at })
        await releaseGroup(transaction, id)
      }
      return rows.map(({ id }) => id)
    },
    async settle(transaction, patientId, at) {
      const rows = await problemsOfPatient(transaction, patientId, MOST_PROBLEMS)
      for (const { id } of rows) await settleMessage(transaction, id, at)
      return rows.map(({ id }) => id)
    },
    async revive(transaction, id, stands) {
      const row = await findMessage(transaction, id)
      if (row?.state !== 'blocked' || row.reason !== 'deceased') return 'changed'
      const now = storedMoment(context.clock.now())
      if (row.expires_at <= now || OF_THE_MOMENT.has(row.purpose)) return 'past'
      const { appointment_id } = row
      if (isAboutAppointment(row.purpose) && appointment_id !== null)
        if (!(await stands(appointment_id, row.about_start))) return 'changed'
      return (await waitAgain(transaction, row, now)) ? 'back' : 'changed'
    },
    unsettle
  }
}
