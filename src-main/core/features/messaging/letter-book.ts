import type { AppointmentId, MessageId, PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import type { AppointmentChange } from '../appointments'
import type { Moment } from './context'

/** A message about an appointment that has ended without reaching anybody. */
export interface StoppedMessage {
  readonly id: MessageId
  readonly patientId: PatientId
  readonly appointmentId: AppointmentId
  readonly reason: string
}

/** Letters to those whom nothing digital reaches; they belong to a feature after this one. */
export interface LetterBook {
  /**
   * Follows a change of an appointment in its transaction. `refusal`: why no message about it may leave, null when one
   * may or none is wanted.
   */
  follow(
    transaction: Transaction,
    change: Pick<AppointmentChange, 'after' | 'notifyPatient'> & {
      readonly refusal: string | null
      readonly moment: Moment
    }
  ): Promise<void>
  /** The patient is reserved no longer: what waited for that reason goes digitally again. */
  nowReached(transaction: Transaction, patientId: PatientId, moment: Moment): Promise<void>
  /** A letter in the place of a message that did not arrive, where a letter helps. */
  insteadOf(transaction: Transaction, message: StoppedMessage, moment: Moment): Promise<void>
}
