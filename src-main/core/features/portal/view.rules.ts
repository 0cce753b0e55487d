import {
  PortalChoice,
  PortalConflictKind,
  type PortalConflictView,
  type PortalOperationView,
  type PortalRun,
  type PortalStatusView
} from '@contract/portal'
import { z } from 'zod'
import { LOADING_ORDER, type PortalType } from './kind'
import type { ConflictRow } from './conflicts.queries'
import { typeOf } from './context'
import type { Operation } from './operations.queries'
import type { Run } from './run.queries'

export function operationView(operation: Operation): PortalOperationView {
  return {
    seq: operation.seq,
    kind: operation.kind,
    type: typeOf(operation.type),
    localId: operation.local_id,
    state: operation.state,
    tries: operation.tries,
    nextAt: operation.next_at,
    createdAt: operation.created_at,
    sentAt: operation.sent_at,
    endedAt: operation.ended_at,
    reason: operation.reason,
    answer: operation.answer
  }
}

type Waiting = Pick<Operation, 'kind' | 'type' | 'tries' | 'reason'> & {
  count: number
  oldest: string | null
}

/** What waits, by kind and type, each with what holds some of it up, the commonest reason first. */
export function waitingView(waiting: readonly Waiting[]): PortalStatusView['waiting'] {
  const alike = Map.groupBy(waiting, ({ kind, type }) => `${kind} ${type}`)
  return [...alike.values()].flatMap((rows) => {
    const [first] = rows
    if (!first) return []
    const reasons = Map.groupBy(
      rows.filter(({ tries }) => tries > 0),
      ({ reason }) => reason
    )
    return {
      ...{ kind: first.kind, type: typeOf(first.type) },
      count: total(rows),
      oldestAt: rows.reduce<string | null>((least, { oldest }) => earlier(least, oldest), null),
      putOff: [...reasons]
        .map(([reason, some]) => ({ reason, count: total(some) }))
        .sort((a, b) => b.count - a.count)
    }
  })
}

const total = (rows: readonly { count: number }[]): number => rows.reduce((sum, { count }) => sum + count, 0)

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}

export function conflictView(row: ConflictRow): Omit<PortalConflictView, 'atDesk' | 'atPortal'> {
  return {
    id: row.id,
    kind: PortalConflictKind.parse(row.kind),
    type: typeOf(row.type),
    localId: row.local_id,
    ours: row.ours,
    theirs: row.theirs,
    choices: z.array(PortalChoice).parse(JSON.parse(row.choices)),
    foundAt: row.found_at
  }
}

export function runView(run: Run | undefined): PortalRun | null {
  if (!run) return null
  const { id, kind, phase, listed, sent, differing } = run
  return {
    ...{ id, kind, phase, listed, sent, differing },
    type: run.type === null ? null : typeOf(run.type),
    startedAt: run.started_at,
    endedAt: run.ended_at
  }
}

export const FIRST_TYPE: PortalType = LOADING_ORDER[0]
