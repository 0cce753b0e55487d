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

/**
 * The access log of what a page shows again and again. A day view or the waiting room is a look at many patients at
 * once, and an open page reads it anew at every change: the log gets one row for each person, page and day on which it
 * was looked at (`schedule.opened` with the date shown, `waiting-room.opened`), not one for every patient and refresh.
 * A restart may add a second row. Opening a patient's record is logged each time, by the patients feature. A database
 * that can only be read (a read-only disk) is read without a row, so that the desk can go on looking.
 */
export function createLook({ database, clock, audit, settings }: LookLogDependencies): Look {
  const logged = new Set<string>()
  let day = ''
  return async (actor, entry, read) => {
    const { timeZone } = await settings.read()
    const today = civilDateOf(clock.now(), timeZone)
    if (today !== day) logged.clear()
    day = today
    const key = JSON.stringify([actor.userId, actor.role, entry.action, entry.patientId, entry.detail])
    if (logged.has(key) || database.isReadOnly) return await read(database.reader)
    const seen = await database.write(async (transaction) => {
      await audit.record(transaction, actor, entry)
      return await read(transaction)
    })
    logged.add(key)
    return seen
  }
}
