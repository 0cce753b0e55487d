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

type OfKind = Pick<Operation, 'kind' | 'type'>

/** What waits, by kind and type, each with what holds some of it up. */
export function waitingView(
  waiting: readonly (OfKind & { count: number; oldest: string | null })[],
  putOff: readonly (OfKind & { count: number; reason: string | null })[]
): PortalStatusView['waiting'] {
  return waiting.map(({ kind, type, count, oldest }) => ({
    ...{ kind, count },
    type: typeOf(type),
    oldestAt: oldest,
    putOff: putOff
      .filter((one) => one.kind === kind && one.type === type)
      .map((one) => ({ reason: one.reason, count: one.count }))
  }))
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
