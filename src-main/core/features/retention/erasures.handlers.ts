import type { ErasureId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import type { Erasure } from '@contract/retention'
import type { Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { ErasureTable } from '../../database/tables/rights'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import { civilDateOf } from '../../platform/wall-clock'
import type { Actor, Handlers } from '../../rpc/handlers'
import { getPatientRow } from '../patients'
import type { RetentionDependencies } from './erase'
import {
  changeErasure,
  countHeld,
  findErasure,
  insertErasure,
  listErasures,
  obstaclesTo,
  openErasure,
  type ErasureRow
} from './erasures.queries'
import { stayingStatute } from './retention.rules'
import { readRetention } from './retention-store'

type Methods = Extract<MethodName, `erasures.${string}`>

const GOES = [
  'identifiers',
  'contacts',
  'messages',
  'replies',
  'letters',
  'codes',
  'wishes',
  'tasks',
  'notes'
] as const
const STAYS = ['log', 'appointments', 'consents', 'fees'] as const

/**
 * Deleting a patient on request (GDPR article 17; helsepersonelloven § 43): what goes and what stays is said before, a
 * manager who did not ask approves, and until the day comes it can be taken back.
 */
export function erasureHandlers(dependencies: RetentionDependencies): Handlers<Methods> {
  const { database, clock, audit, events, settings } = dependencies

  async function moment(): Promise<{ now: string; today: string }> {
    const { timeZone } = await settings.read()
    return { now: toStoredInstant(clock.now()), today: civilDateOf(clock.now(), timeZone) }
  }

  async function shown(reader: Reader, row: ErasureRow): Promise<Erasure> {
    const waits = row.state === 'asked' || row.state === 'queued'
    const obstacles = waits ? await obstaclesTo(reader, row.patient_id, await moment()) : []
    return { ...toErasure(row), obstacles }
  }

  /** One step of a request, in a transaction with its row of the log. */
  async function step(id: ErasureId, actor: Actor, { from, action, change }: Step): Promise<Erasure> {
    const erasure = await database.write(async (transaction) => {
      const before = await findErasure(transaction, id)
      if (!before) throw new AppError('not-found')
      const set = await change(before, transaction)
      if (!(await changeErasure(transaction, { id, from }, set))) throw new AppError('erasure-ended')
      await audit.record(transaction, actor, { action, patientId: before.patient_id })
      const after = await findErasure(transaction, id)
      if (!after) throw new AppError('not-found')
      return await shown(transaction, after)
    })
    events.publish('erasures.changed', {})
    return erasure
  }

  const ended = (actor: Actor, note: string | null): Updateable<ErasureTable> => ({
    ended_at: toStoredInstant(clock.now()),
    ended_by: actor.userId,
    ended_by_name: actor.name,
    end_note: note
  })

  return {
    async 'erasures.preview'({ patientId }, { actor }) {
      const { country } = await settings.read()
      const held = await database.write(async (transaction) => {
        await audit.record(transaction, actor, { action: 'erasure.previewed', patientId })
        return await countHeld(transaction, patientId)
      })
      const open = await openErasure(database.reader, patientId)
      return {
        goes: GOES.map((kind) => ({ kind, count: held[kind] })),
        stays: STAYS.map((kind) => ({ kind, count: held[kind], statute: stayingStatute(kind, country) })),
        obstacles: await obstaclesTo(database.reader, patientId, await moment()),
        open: open === null ? null : await shown(database.reader, open),
        undoDays: (await readRetention(database.reader)).undoDays
      }
    },
    async 'erasures.ask'({ patientId, reason }, { actor }) {
      const { now } = await moment()
      const erasure = await database.write(async (transaction) => {
        await getPatientRow(transaction, patientId)
        if ((await openErasure(transaction, patientId)) !== null) throw new AppError('erasure-open')
        const id = await insertErasure(transaction, {
          patient_id: patientId,
          origin: 'request',
          reason,
          state: 'asked',
          asked_at: now,
          asked_by: actor.userId,
          asked_by_name: actor.name,
          approved_at: null,
          approved_by: null,
          approved_by_name: null,
          due_on: null,
          ended_at: null,
          ended_by: null,
          ended_by_name: null,
          end_note: null,
          removed: null
        })
        await audit.record(transaction, actor, { action: 'erasure.asked', patientId })
        const row = await findErasure(transaction, id)
        if (!row) throw new AppError('not-found')
        return await shown(transaction, row)
      })
      events.publish('erasures.changed', {})
      return erasure
    },
    async 'erasures.list'(_input, { actor }) {
      return await database.write(async (transaction) => {
        await audit.record(transaction, actor, { action: 'erasures.opened', patientId: null })
        const all: Erasure[] = []
        for (const row of await listErasures(transaction)) all.push(await shown(transaction, row))
        return all
      })
    },
    'erasures.approve': async ({ id }, { actor }) =>
      await step(id, actor, {
        from: ['asked'],
        action: 'erasure.approved',
        change: async (before, transaction) => {
          if (before.asked_by !== null && before.asked_by === actor.userId) throw new AppError('own-erasure')
          const { timeZone } = await settings.read()
          const { undoDays } = await readRetention(transaction)
          return {
            state: 'queued',
            approved_at: toStoredInstant(clock.now()),
            approved_by: actor.userId,
            approved_by_name: actor.name,
            due_on: civilDateOf(clock.now().add({ hours: 24 * undoDays }), timeZone)
          }
        }
      }),
    'erasures.refuse': async ({ id, note }, { actor }) =>
      await step(id, actor, {
        from: ['asked'],
        action: 'erasure.refused',
        change: async () => ({ state: 'refused', ...ended(actor, note) })
      }),
    'erasures.takeBack': async ({ id }, { actor }) =>
      await step(id, actor, {
        from: ['asked', 'queued'],
        action: 'erasure.taken-back',
        change: async () => ({ state: 'taken-back', ...ended(actor, null) })
      })
  }
}

interface Step {
  readonly from: readonly ErasureTable['state'][]
  readonly action: string
  change(before: ErasureRow, transaction: Transaction): Promise<Updateable<ErasureTable>>
}

function toErasure(row: ErasureRow): Omit<Erasure, 'obstacles'> {
  const name = `${row.given_name} ${row.family_name}`.trim()
  return {
    id: row.id,
    patient: row.erased_at === null ? { id: row.patient_id, name } : null,
    origin: row.origin,
    reason: row.reason,
    state: row.state,
    askedAt: row.asked_at,
    askedBy: row.asked_by_name,
    approvedBy: row.approved_by_name,
    dueOn: row.due_on,
    endedAt: row.ended_at,
    endedBy: row.ended_by_name,
    note: row.end_note
  }
}
