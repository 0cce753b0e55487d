import { identifierOf, kindOf, type SyncContext } from './context'
import type { PortalMark, PortalReading, PortalResource } from './kind'
import type { OurRows } from './our-rows'

/** What the portal is to hold of something of ours, as the clinic's rows stand. */
export async function readOurs(
  context: Pick<SyncContext, 'kinds' | 'clinicKey'>,
  rows: OurRows,
  { mark, base }: { mark: PortalMark; base: PortalResource | null }
): Promise<PortalReading<PortalResource>> {
  return await kindOf(context, mark.type).read(rows, {
    ...{ localId: mark.localId, base, then: null, remoteId: async (other) => await rows.remoteId(other) },
    identifier: identifierOf(context, mark)
  })
}
