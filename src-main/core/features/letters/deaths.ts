import type { AppointmentId, LetterId, PatientId, UserId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { isTextGone } from './letter-text-gone.rules'
import { appendStep, changeLetter, findLetters, lettersAbout, waitingLettersOf } from './letter.queries'

interface By {
  readonly at: string
  readonly userId: UserId | null
}

/** What becomes of a patient's letters when a death is recorded, and when that was a mistake. */
export interface LettersToTheDead {
  count(reader: Reader, patientId: PatientId): Promise<number>
  /** Withdraws those that nobody has printed. @returns them */
  withdraw(transaction: Transaction, patientId: PatientId, by: By): Promise<LetterId[]>
  /**
   * One of those waits again. `stands`: the appointment it is about stands.
   * @returns why not, where it does not
   */
  bringBack(
    transaction: Transaction,
    id: LetterId,
    by: By & { stands(appointmentId: AppointmentId, start: string | null): Promise<boolean> }
  ): Promise<'back' | 'past' | 'changed'>
}

export const lettersToTheDead: LettersToTheDead = {
  count: async (reader, patientId) => (await waitingLettersOf(reader, patientId)).length,
  async withdraw(transaction, patientId, { at, userId }) {
    const ids = await waitingLettersOf(transaction, patientId)
    for (const id of ids) {
      await changeLetter(
        transaction,
        { id, from: 'waiting' },
        { state: 'withdrawn', reason: 'deceased', ended_at: at }
      )
      await appendStep(transaction, { id, step: 'withdrawn', at, userId })
    }
    return ids
  },
  async bringBack(transaction, id, { at, userId, stands }) {
    const [row] = await findLetters(transaction, [id])
    if (row?.state !== 'withdrawn' || row.reason !== 'deceased') return 'changed'
    const { appointment_id, about_start } = row
    if (isTextGone(row) || (about_start !== null && about_start <= at)) return 'past'
    if (appointment_id !== null) {
      if (!(await stands(appointment_id, about_start))) return 'changed'
      // The appointment that came back has had its letter written anew.
      if ((await lettersAbout(transaction, [appointment_id])).has(appointment_id)) return 'back'
    }
    const waiting = { state: 'waiting', reason: null, ended_at: null } as const
    if (!(await changeLetter(transaction, { id, from: 'withdrawn' }, waiting))) return 'changed'
    await appendStep(transaction, { id, step: 'restored', at, userId })
    return 'back'
  }
}
