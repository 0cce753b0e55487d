import type { PortalType } from '../../../portal/wire'
import type { Transaction } from '../../../database/database'
import type { PortalIncoming, PortalOutcome, PortalResources } from '../kind'

/** For types that only the clinic writes: what the portal changed of them is put right when it is next told. */
export async function onlyOurs<T extends PortalType>(
  _transaction: Transaction,
  { localId }: PortalIncoming<PortalResources[T]>
): Promise<PortalOutcome> {
  return await Promise.resolve(
    localId === null ? { is: 'refused', reason: 'not-the-portals' } : { is: 'nothing', localId }
  )
}
