import type { Consent } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Database, Reader, Transaction } from '../../database/database'
import type { Actor } from '../../rpc/handlers'
import type { ClinicDay } from './clinic-day'
import type { ImportedExtras } from './import-extras.rules'

/** What a list says of a patient's consents. Null: nothing about being reserved. */
export type ImportedDecisions = Pick<ImportedExtras, 'consents' | 'isReserved'>

/**
 * What a patient's card shows of features that come after this one. They are arguments, so that the order of the
 * features stays without circles.
 */
export interface Neighbours {
  consentsOf(reader: Reader, patientId: PatientId, day: ClinicDay): Promise<Consent[]>
  /** Those for whom nobody has decided about reminders by SMS, and no default counts. */
  withoutReminderConsent(
    reader: Reader,
    patientIds: readonly PatientId[],
    day: ClinicDay
  ): Promise<ReadonlySet<PatientId>>
  /** Records what a list says where that changes anything. @returns those whose state changed */
  recordImportedConsents(
    transaction: Transaction,
    decisions: ReadonlyMap<PatientId, ImportedDecisions>,
    by: { database: Database; actor: Actor; day: ClinicDay }
  ): Promise<ReadonlySet<PatientId>>
  /** Of these patients those whose state the list would change. */
  changedByImportedConsents(
    reader: Reader,
    decisions: ReadonlyMap<PatientId, ImportedDecisions>,
    day: ClinicDay
  ): Promise<ReadonlySet<PatientId>>
  /** Of these patients those whose record may be another's, too, and about whom nobody has decided. */
  withOpenPairs(reader: Reader, patientIds: readonly PatientId[]): Promise<ReadonlySet<PatientId>>
  /** How often each did not come since the moment; who always came may be left out. */
  countNoShows(
    reader: Reader,
    patientIds: readonly PatientId[],
    since: string
  ): Promise<ReadonlyMap<PatientId, number>>
  /**
   * How a patient is reached is another now: what waits to be sent goes where it would go if it left now. In the
   * transaction of the change. @returns how many messages changed
   */
  reachChanged(transaction: Transaction, patientId: PatientId): Promise<number>
  /**
   * Whether the patient's mobile is held to be somebody else's is another answer than before. In the transaction of the
   * change.
   */
  disputeChanged(
    transaction: Transaction,
    change: { readonly patientId: PatientId; readonly isDisputed: boolean; readonly actor: Actor }
  ): Promise<void>
  /**
   * A list says that a patient has died: it is recorded with all that a death ends. In the transaction of the list.
   * @returns what is to be told once it is on disk
   */
  died(
    transaction: Transaction,
    death: {
      readonly patientId: PatientId
      readonly on: string
      readonly actor: Actor
      readonly day: ClinicDay
    }
  ): Promise<() => Promise<void>>
  /**
   * Another birth date stands at a patient: who is no child by it has no parents who act. In the transaction of the
   * change. @returns what is to be told once it is on disk
   */
  birthDateChanged(
    transaction: Transaction,
    patientId: PatientId,
    change: { readonly before: string | null; readonly day: ClinicDay }
  ): Promise<() => void>
}
