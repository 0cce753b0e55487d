import { setImmediate } from 'node:timers/promises'
import type { Database } from '../../database/database'
import { emptyPatient } from '../../database/empty-patient'
import { forgetRemovedWords } from '../../database/patient-search'
import type { Clock } from '../../platform/clock'
import { toStoredInstant } from '../../platform/clock'
import { describeError, type Log } from '../../platform/log'
import { civilDateOf } from '../../platform/wall-clock'
import type { EventBus } from '../../platform/event-bus'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import { changeErasure, dueErasures, obstaclesTo, type ErasureRow } from './erasures.queries'
import { readRetention, writeRetention } from './retention-store'

/** Names of deleted patients may still stand in the search index; the round that has rewritten it takes the mark away. */
const WORDS_LEFT = 'words-left'

export interface RetentionDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly log: Log
}

/**
 * Deletes whoever's day has come, each in a transaction of its own. One that something stands against by now waits on, and
 * the list says why; one that fails stops none of the others. @returns how many went
 */
export async function eraseDue({
  database,
  clock,
  audit,
  events,
  settings,
  log
}: RetentionDependencies): Promise<number> {
  const { timeZone } = await settings.read()
  const today = civilDateOf(clock.now(), timeZone)
  let count = 0
  for (const { id, patient_id } of await dueErasures(database.reader, today))
    if (await erase(id, patient_id).catch((error: unknown) => failed(id, error))) {
      count += 1
      events.publish('patients.changed', { patientId: patient_id })
    }
  if (count > 0) events.publish('erasures.changed', {})
  return count

  /** It waits on, and is tried again the next day. */
  function failed(id: ErasureRow['id'], error: unknown): false {
    log.error('erasure-failed', { erasure: id, ...describeError(error) })
    return false
  }

  async function erase(id: ErasureRow['id'], patientId: ErasureRow['patient_id']): Promise<boolean> {
    return await database.write(async (transaction) => {
      const at = toStoredInstant(clock.now())
      if ((await obstaclesTo(transaction, patientId, { now: at, today })).length > 0) return false
      const removed = await emptyPatient(transaction, patientId, at)
      const change = {
        state: 'done' as const,
        ended_at: at,
        ended_by_name: SYSTEM_ACTOR.name,
        // Why somebody wished to go is content too.
        reason: '–',
        removed: JSON.stringify(removed)
      }
      await changeErasure(transaction, { id, from: ['queued'] }, change)
      await audit.record(transaction, SYSTEM_ACTOR, { action: 'patient.erased', patientId })
      const stored = await readRetention(transaction)
      await writeRetention(transaction, { ...stored, reached: { ...stored.reached, [WORDS_LEFT]: 1 } })
      return true
    })
  }
}

/** Rewrites the search index where a deletion has left words in it, in slices; begun again after an interruption. */
export async function forgetWords({ database }: Pick<RetentionDependencies, 'database'>): Promise<void> {
  const { reached } = await readRetention(database.reader)
  if (reached[WORDS_LEFT] !== 1) return
  const isMore = async (isBegin: boolean): Promise<boolean> =>
    await database.write(async (transaction) => await forgetRemovedWords(transaction, { isBegin }))
  let isLeft = await isMore(true)
  while (isLeft) {
    await setImmediate()
    isLeft = await isMore(false)
  }
  await database.write(async (transaction) => {
    const stored = await readRetention(transaction)
    await writeRetention(transaction, { ...stored, reached: { ...stored.reached, [WORDS_LEFT]: 0 } })
  })
}
