import type { Database, Reader } from '../../database/database'
import { civilDateOf } from '../../platform/wall-clock'
import type { Clock } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import type { AccessEntry, Audit } from '../audit'
import type { Settings } from '../settings'

export interface LookLogDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly settings: Settings
}

/** Reads for `actor` and sees to it that the access log says so. */
export type Look = <T>(actor: Actor, entry: AccessEntry, read: (reader: Reader) => Promise<T>) => Promise<T>

interface WaitingLook {
  readonly actor: Actor
  readonly entry: AccessEntry
  readonly key: string
  /** @returns what answers, once the row is on disk */
  see(reader: Reader): Promise<() => void>
  fail(error: unknown): void
}

/**
 * The access log of what a page shows again and again. A day view or the waiting room is a look at many patients at
 * once, and an open page reads it anew at every change: the log gets one row for each person, page and day on which it
 * was looked at (`schedule.opened` with the date shown, `waiting-room.opened`), not one for every patient and refresh.
 * A restart may add a second row. Opening a patient's record is logged each time, by the patients feature. A database
 * that can only be read (a read-only disk) is read without a row, so that the desk can go on looking.
 *
 * Looks that are asked for together, as the parts of a patient card are, share one transaction: putting a row on disk
 * takes longer than reading what it tells of.
 */
export function createLook({ database, clock, audit, settings }: LookLogDependencies): Look {
  const logged = new Set<string>()
  let day = ''
  let waiting: WaitingLook[] = []

  async function seeTogether(looks: readonly WaitingLook[]): Promise<void> {
    const answers = await database.write(async (transaction) => {
      const answers = []
      for (const { actor, entry, see } of looks) {
        await audit.record(transaction, actor, entry)
        answers.push(await see(transaction))
      }
      return answers
    })
    for (const { key } of looks) logged.add(key)
    for (const answer of answers) answer()
  }

  async function seeWaiting(): Promise<void> {
    const looks = waiting
    waiting = []
    try {
      await seeTogether(looks)
    } catch {
      // One that fails takes none of the others with it.
      for (const one of looks) await seeTogether([one]).catch(one.fail)
    }
  }

  return async (actor, entry, read) => {
    const { timeZone } = await settings.read()
    const today = civilDateOf(clock.now(), timeZone)
    if (today !== day) logged.clear()
    day = today
    const key = JSON.stringify([actor.userId, actor.role, entry.action, entry.patientId, entry.detail])
    if (logged.has(key) || database.isReadOnly) return await read(database.reader)
    return await new Promise((resolve, reject) => {
      const see = async (reader: Reader) => {
        const seen = await read(reader)
        return () => resolve(seen)
      }
      waiting.push({ actor, entry, key, see, fail: reject })
      if (waiting.length === 1) setImmediate(() => void seeWaiting())
    })
  }
}
