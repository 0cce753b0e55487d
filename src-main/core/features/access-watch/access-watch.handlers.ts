import type { AccessFinding } from '@contract/access-watch'
import { AccessFindingId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import type { CivilDate } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Actor, Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { findFinding, listFindings, setReview, type FindingRow } from './access-watch.queries'
import type { Watch, WatchDependencies } from './watch'

export interface AccessWatchDependencies extends WatchDependencies {
  readonly audit: Audit
  readonly events: EventBus
}

type Methods = Extract<MethodName, `accessWatch.${string}`>

/** A report shows what was looked through; so much is looked through while the manager waits. */
const ENTRIES_WHILE_WAITING = 1_000
const LONGEST_DAYS = 366

/** What stands out in the access log, for the manager; looking at it and reviewing are themselves logged. */
export function accessWatchHandlers(
  { database, clock, audit, events, settings }: AccessWatchDependencies,
  watch: Watch
): Handlers<Methods> {
  async function change(
    id: AccessFindingId,
    actor: Actor,
    { action, work }: { action: string; work: (transaction: Transaction) => Promise<void> }
  ): Promise<AccessFinding> {
    const changed = await database.write(async (transaction) => {
      const before = await findFinding(transaction, id)
      if (!before) throw new AppError('not-found')
      await work(transaction)
      await audit.record(transaction, actor, { action, patientId: before.patient_id, detail: before.rule })
      const after = await findFinding(transaction, id)
      if (!after) throw new AppError('not-found')
      return toFinding(after)
    })
    events.publish('accessWatch.changed', {})
    return changed
  }

  async function momentsOf(from: CivilDate, until: CivilDate) {
    const { timeZone } = await settings.read()
    const beginOf = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).toInstant()
    return {
      from: beginOf(Temporal.PlainDate.from(from)),
      until: beginOf(Temporal.PlainDate.from(until).add({ days: 1 }))
    }
  }

  return {
    async 'accessWatch.list'({ from, until, state, cursor, limit }, { actor }) {
      const days = Temporal.PlainDate.from(from).until(until, { largestUnit: 'days' }).days
      if (days < 0 || days > LONGEST_DAYS) throw new AppError('invalid-input', { field: 'until' })
      if (cursor === null) await watch.run(ENTRIES_WHILE_WAITING)
      const beforeId = cursor === null ? null : AccessFindingId.parse(Number(cursor))
      const question = { from, until, state, beforeId, limit }
      const rows = await database.write(async (transaction) => {
        const detail = `${from}/${until}`
        if (cursor === null)
          await audit.record(transaction, actor, { action: 'access-watch.opened', patientId: null, detail })
        return await listFindings(transaction, question)
      })
      const last = rows.at(-1)
      return {
        findings: rows.map(toFinding),
        nextCursor: rows.length === limit && last ? String(last.id) : null,
        ...(await watch.state()),
        unseen: await watch.unseen(await momentsOf(from, until))
      }
    },
    'accessWatch.review': async ({ id, note }, { actor }) =>
      await change(id, actor, {
        action: 'access-finding.reviewed',
        work: async (transaction) => {
          const at = toStoredInstant(clock.now())
          await setReview(transaction, id, { at, by: actor.userId, byName: actor.name, note })
        }
      }),
    'accessWatch.reopen': async ({ id }, { actor }) =>
      await change(id, actor, {
        action: 'access-finding.reopened',
        work: async (transaction) => await setReview(transaction, id, null)
      })
  }
}

const Facts = z.record(z.string(), z.union([z.string(), z.number()]))

function toFinding(row: FindingRow): AccessFinding {
  const { patient_id: id, family_name, given_name } = row
  const isKnown = id !== null && family_name !== null && row.erased_at === null
  return {
    id: row.id,
    rule: row.rule,
    occurredAt: row.occurred_at,
    userName: row.user_name,
    patient: isKnown ? { id, name: `${given_name ?? ''} ${family_name}`.trim() } : null,
    facts: Facts.parse(JSON.parse(row.facts)),
    review:
      row.reviewed_at === null
        ? null
        : { at: row.reviewed_at, by: row.reviewed_by_name ?? '', note: row.review_note ?? '' }
  }
}
