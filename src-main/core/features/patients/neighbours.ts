import type { Consent } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Database, Reader, Transaction } from '../../database/database'
import type { Actor } from '../../rpc/handlers'
import type { ClinicDay } from './clinic-day'

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
  /** Gives or withdraws reminders and codes by SMS where that changes anything. @returns those whose state changed */
  recordImportedConsents(
    transaction: Transaction,
    decisions: ReadonlyMap<PatientId, 'given' | 'withdrawn'>,
    by: { database: Database; actor: Actor; day: ClinicDay }
  ): Promise<ReadonlySet<PatientId>>
  /** How often each did not come since the moment; who always came may be left out. */
  countNoShows(
    reader: Reader,
    patientIds: readonly PatientId[],
    since: string
  ): Promise<ReadonlyMap<PatientId, number>>
}
