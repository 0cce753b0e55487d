import type { Instant } from '@contract/values'
import type { Transaction } from '../../database/database'
import { changeConnection, readConnection } from './connection.queries'

/**
 * The clinic's own data is older than what the portal was told since: nothing is exchanged before a person has chosen
 * whose word counts, as when it is the portal that was restored.
 */
export async function stopPortalAfterRestore(transaction: Transaction, at: Instant): Promise<void> {
  const { state, epoch } = await readConnection(transaction)
  if (state !== 'on' && state !== 'loading') return
  await changeConnection(transaction, {
    state: 'epoch-changed',
    found_epoch: epoch,
    connected_since: null,
    trouble: 'portal-clinic-restored',
    trouble_parameters: '{}',
    trouble_since: at
  })
}
