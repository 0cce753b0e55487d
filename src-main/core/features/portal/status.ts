import type { CodedError } from '@contract/frames'
import type { PortalStatusView } from '@contract/portal'
import { z } from 'zod'
import { countAgreed } from './agreed.queries'
import { countConflicts, countDead } from './conflicts.queries'
import { countNewKeys, readConnection } from './connection.queries'
import { typeOf } from './context'
import { listSetAside } from './incoming.queries'
import { countRefused, countWaiting } from './operations.queries'
import type { PortalParts } from './parts'
import { countOpenRequests } from './portal-rows.queries'
import { findLastRun } from './run.queries'
import { runView, waitingView } from './view.rules'

export const MOST_SET_ASIDE = 200
const Parameters = z.record(z.string(), z.union([z.string(), z.number()]))

/** How the portal is, for everybody at the desk. */
export async function portalStatus({ database: { reader }, link }: PortalParts): Promise<PortalStatusView> {
  const connection = await readConnection(reader)
  const trouble: CodedError | null =
    connection.trouble === null
      ? null
      : { code: connection.trouble, parameters: Parameters.parse(JSON.parse(connection.trouble_parameters)) }
  return {
    state: connection.state,
    isListening: link.isListening,
    connectedSince: connection.connected_since,
    lastExchangeAt: connection.last_exchange_at,
    trouble,
    troubleSince: connection.trouble_since,
    software: connection.software,
    waiting: waitingView(await countWaiting(reader)),
    refused: (await countRefused(reader)).map(({ kind, type, count }) => ({
      ...{ kind, count },
      type: typeOf(type)
    })),
    newKeys: connection.state === 'off' ? 0 : await countNewKeys(reader),
    conflicts: await countConflicts(reader),
    deadLetters: await countDead(reader),
    setAside: (await listSetAside(reader, ['broken', 'refused'], MOST_SET_ASIDE)).length,
    requests: await countOpenRequests(reader),
    held: (await countAgreed(reader)).map(({ type, count }) => ({ type: typeOf(type), count })),
    comparedAt: connection.compared_at,
    run: runView(await findLastRun(reader))
  }
}
