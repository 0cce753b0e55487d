import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'

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

/** What waited for the ceiling may leave now. @returns how many */
export async function releaseHeldByCost(transaction: Transaction, now: string): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('message')
    .set({ due_at: now, reason: null })
    .where('state', '=', literal('queued'))
    .where('reason', '=', CEILING_REASON)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

function total(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0)
}
