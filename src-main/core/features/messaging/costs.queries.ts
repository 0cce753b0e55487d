import type { MessageId } from '@contract/ids'
import type { Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { literal } from '../../database/literal'
import type { MessageTable } from '../../database/tables/messaging'

/** What waits because the month's ceiling is reached. */
export const CEILING_REASON = 'cost-ceiling'

export interface SentCosts {
  readonly messages: number
  readonly segments: number
  readonly costMinor: number
}

/** What SMS cost in [from, until): those sent, those that may have left, and the parts that left of those that failed. */
export async function costsBetween(reader: Reader, from: string, until: string): Promise<SentCosts> {
  const sums = reader
    .selectFrom('message')
    .select(({ fn }) => [
      fn.countAll<number>().as('messages'),
      fn.sum<number | null>('segments').as('segments'),
      fn.sum<number | null>('cost_minor').as('cost')
    ])
    .where('channel', '=', 'sms')
  const rows = await Promise.all([
    sums.where('sent_at', '>=', from).where('sent_at', '<', until).executeTakeFirstOrThrow(),
    sums
      .where('state', '=', literal('uncertain'))
      .where('ended_at', '>=', from)
      .where('ended_at', '<', until)
      .where('sent_at', 'is', null)
      .executeTakeFirstOrThrow(),
    sums
      .where('state', '=', literal('failed'))
      .where('ended_at', '>=', from)
      .where('ended_at', '<', until)
      .where('sent_at', 'is', null)
      .where('parts_accepted', '>', 0)
      .executeTakeFirstOrThrow()
  ])
  return {
    messages: total(rows.map((row) => row.messages)),
    segments: total(rows.map((row) => row.segments)),
    costMinor: total(rows.map((row) => row.cost))
  }
}

/** What is on the modems at this moment will have to be paid too. */
export async function costUnderWay(reader: Reader): Promise<number> {
  const { cost } = await reader
    .selectFrom('message')
    .select(({ fn }) => fn.sum<number | null>('cost_minor').as('cost'))
    .where('state', '=', literal('sending'))
    .executeTakeFirstOrThrow()
  return cost ?? 0
}

export async function countHeldByCost(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('message')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('state', '=', literal('queued'))
    .where('reason', '=', CEILING_REASON)
    .executeTakeFirstOrThrow()
  return count
}

const MOST_AT_ONCE = 1_000

/** What waits for the ceiling: the more urgent first, then what was put in first. */
export async function heldByCost(
  reader: Reader
): Promise<Pick<Selectable<MessageTable>, 'id' | 'cost_minor'>[]> {
  return await reader
    .selectFrom('message')
    .select(['id', 'cost_minor'])
    .where('state', '=', literal('queued'))
    .where('reason', '=', CEILING_REASON)
    .orderBy('priority')
    .orderBy('id')
    .limit(MOST_AT_ONCE)
    .execute()
}

/** What waited for the ceiling may leave now: these, or all of it. */
export async function releaseHeldByCost(
  transaction: Transaction,
  now: string,
  ids: readonly MessageId[] | null = null
): Promise<void> {
  const release = transaction
    .updateTable('message')
    .set({ due_at: now, reason: null })
    .where('state', '=', literal('queued'))
    .where('reason', '=', CEILING_REASON)
  await (ids === null ? release : release.where('id', 'in', listed(ids))).execute()
}

function total(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0)
}
