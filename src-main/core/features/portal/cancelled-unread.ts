import type { Appointment } from '@medplum/fhirtypes'
import type { Transaction } from '../../database/database'
import { attempt } from '../../database/attempt'
import { localIdIn, type SyncContext } from './context'

/**
 * That an appointment is cancelled can be read though the rest of it breaks the format: it is cancelled at the desk too,
 * by what both sides agreed on before. The clinic's own cancellation then writes over what could not be read.
 */
export async function takeInCancellation(
  { kinds }: Pick<SyncContext, 'kinds'>,
  transaction: Transaction,
  { localId, base, remoteId }: { localId: number; base: Appointment; remoteId: string }
): Promise<void> {
  const resource = { ...base, id: remoteId, status: 'cancelled' as const }
  // What the calendar refuses, such as one who has come already, stays for the person who reads the conflict.
  await attempt(transaction, async () => {
    await kinds.Appointment.apply(transaction, {
      ...{ resource, base, localId, isPending: true },
      localIdOf: localIdIn(transaction)
    })
  })
}
