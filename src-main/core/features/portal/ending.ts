import type { Updateable } from 'kysely'
import type { Transaction } from '../../database/database'
import type { PortalOperationTable } from '../../database/tables/portal'
import { toStoredInstant } from '../../platform/clock'
import { backOffMs, PortalFault, PortalRefusal, type PortalAnswer } from '../../portal'
import { LONGEST_ANSWER } from './answers.rules'
import { storedNow, type SyncContext } from './context'
import type { PortalResource } from './kind'
import { addAttempt, changeOperation, hasOtherMark, type Operation } from './operations.queries'
import { isStillSo } from './still-so'

const OPEN = ['waiting', 'in-doubt'] as const

/** Ends an operation in the transaction of what it brought about. */
export async function end(
  context: SyncContext,
  transaction: Transaction,
  operation: Operation,
  changes: Updateable<PortalOperationTable> & { state: Operation['state'] }
): Promise<void> {
  const ended = changes.state === 'dead' ? {} : { ended_at: storedNow(context) }
  const from = { seq: operation.seq, from: OPEN }
  await changeOperation(transaction, from, { ...ended, next_at: null, ...changes })
}

interface ToSend {
  readonly body: unknown
  readonly etags: Readonly<Record<string, string>>
  /** What the clinic said when it was read, and against what. */
  readonly reading: { readonly base: PortalResource | null; readonly body: PortalResource }
}

/**
 * On disk before the request leaves: whatever happens then, it is looked for before it is sent again.
 * @returns false where the clinic says something else by now, and nothing may leave
 */
export async function markInDoubt(
  context: SyncContext,
  operation: Operation,
  { body, etags, reading }: ToSend
): Promise<boolean> {
  const { database, clock } = context
  return await database.write(async (transaction) => {
    if (!(await isStillSo(context, transaction, operation, reading))) return false
    await changeOperation(
      transaction,
      { seq: operation.seq, from: OPEN },
      {
        state: 'in-doubt',
        ...(operation.is_edited === 1 ? {} : { body: JSON.stringify(body) }),
        base_etag: JSON.stringify(etags),
        sent_at: toStoredInstant(clock.now())
      }
    )
    return true
  })
}

/**
 * Tries it later. An operation whose answer was lost stays in doubt; one the portal has answered waits.
 * @param reason a code
 */
export async function putOff(
  context: SyncContext,
  operation: Operation,
  why: {
    readonly reason: string
    readonly isInDoubt: boolean
    readonly answer?: PortalAnswer | null
    readonly retryAfterMs?: number | null
    /** Instead of the back-off: what it waits for is the clinic's own. */
    readonly waitMs?: number
    readonly countsTry?: boolean
  }
): Promise<void> {
  const { database, clock, random } = context
  const isOurs = why.waitMs !== undefined
  const tries = isOurs && why.countsTry !== true ? operation.tries : operation.tries + 1
  const waitMs =
    why.waitMs ?? backOffMs(tries, random(), why.answer?.retryAfterMs ?? why.retryAfterMs ?? null)
  const at = clock.now()
  await database.write(async (transaction) => {
    if (!why.isInDoubt && (await hasOtherMark(transaction, operation))) {
      // It says the same, and later.
      await end(context, transaction, operation, { state: 'superseded' })
      return
    }
    await changeOperation(
      transaction,
      { seq: operation.seq, from: OPEN },
      {
        state: why.isInDoubt ? 'in-doubt' : 'waiting',
        ...(why.isInDoubt ? {} : { base_etag: '{}' }),
        tries,
        next_at: toStoredInstant(at.add({ milliseconds: waitMs })),
        reason: why.reason
      }
    )
    if (!isOurs)
      await addAttempt(transaction, {
        seq: operation.seq,
        at: toStoredInstant(at),
        outcome: why.reason,
        status: why.answer?.status ?? null,
        detail: why.answer?.said.slice(0, LONGEST_ANSWER) ?? ''
      })
  })
}

/** A person has to look at it; what waits behind it goes on waiting. */
export async function bury(
  context: SyncContext,
  operation: Operation,
  {
    reason,
    answer,
    body = null
  }: {
    reason: string
    answer: Pick<PortalAnswer, 'status' | 'said'> | null
    /** What it would have said, where it was never sent: a person has to see it. */
    body?: PortalResource | null
  }
): Promise<void> {
  const at = storedNow(context)
  await context.database.write(async (transaction) => {
    await end(context, transaction, operation, {
      state: 'dead',
      reason,
      ...(body !== null && operation.is_edited === 0 ? { body: JSON.stringify(body) } : {}),
      answer: answer?.said.slice(0, LONGEST_ANSWER) ?? null
    })
    await addAttempt(transaction, {
      seq: operation.seq,
      at,
      outcome: reason,
      status: answer?.status ?? null,
      detail: answer?.said.slice(0, LONGEST_ANSWER) ?? ''
    })
  })
}

/** The reason of a failure, as a code; null for a bug. */
export function failureOf(error: unknown): { reason: string; retryAfterMs: number | null } | null {
  if (error instanceof PortalFault) return { reason: error.fault, retryAfterMs: null }
  if (error instanceof PortalRefusal) return { reason: 'search-refused', retryAfterMs: error.retryAfterMs }
  return null
}
