import type { PatientId, WaitingListEntryId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { storedAt, type WaitingListContext } from './context'
import { endEntry, entriesOfPatient, findEntries, reviveEntry } from './entry.queries'
import { withdrawEntry } from './rounds'

/** What becomes of a patient's place on the waiting list when a death is recorded, and when that was a mistake. */
export interface EntriesOfTheDead {
  count(reader: Reader, patientId: PatientId): Promise<number>
  /** Takes the patient off the list; an open offer ends in silence and the next one is asked. @returns the entries */
  end(transaction: Transaction, patientId: PatientId): Promise<WaitingListEntryId[]>
  /** Offers are not renewed. @returns why not, where it does not */
  bringBack(
    transaction: Transaction,
    id: WaitingListEntryId,
    today: string
  ): Promise<'back' | 'past' | 'changed'>
}

export function createEntriesOfTheDead(context: WaitingListContext): EntriesOfTheDead {
  return {
    count: async (reader, patientId) => (await waitingOf(reader, patientId)).length,
    async end(transaction, patientId) {
      const entries = await waitingOf(transaction, patientId)
      const at = storedAt(context.clock.now())
      for (const { id } of entries) {
        await endEntry(transaction, id, { state: 'removed', at })
        await withdrawEntry(context, transaction, id)
      }
      return entries.map(({ id }) => id)
    },
    async bringBack(transaction, id, today) {
      const [entry] = await findEntries(transaction, [id])
      if (entry?.state !== 'removed') return 'changed'
      if (entry.until_date !== null && entry.until_date < today) return 'past'
      const others = await waitingOf(transaction, entry.patient_id)
      if (others.some((other) => other.appointment_id === entry.appointment_id)) return 'changed'
      const start = entry.appointment_start
      if (start !== null && Date.parse(start) <= context.clock.now().epochMilliseconds) return 'past'
      return (await reviveEntry(transaction, id, 'removed')) ? 'back' : 'changed'
    }
  }
}

async function waitingOf(reader: Reader, patientId: PatientId) {
  return (await entriesOfPatient(reader, patientId)).filter(({ state }) => state === 'waiting')
}
