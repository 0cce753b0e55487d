import type { Database } from '../../database/database'
import type { AttemptKind } from '../../database/tables/lan'
import { AppError } from '../../platform/app-error'
import { toStoredInstant, type Clock } from '../../platform/clock'
import { deleteAttempts, findAttempts, writeAttempts } from './wrong-attempts.queries'
import { attemptsAfterWrong, secondsLeft } from './users.rules'

/** Wrong passwords, addresses or codes from one place count together, whoever they were for. */
export interface AttemptPlace {
  readonly kind: AttemptKind
  readonly address: string
}

export interface AttemptThrottle {
  /** @throws AppError with `code` and the seconds to wait */
  assertMayTry(place: AttemptPlace, code: string): Promise<void>
  /** @returns the seconds this place waits from now on; 0 for the first four. */
  wrong(place: AttemptPlace): Promise<number>
  right(place: AttemptPlace): Promise<void>
  /** Takes back so many wrong tries of whoever has been right now; those of others stand. */
  forgive(place: AttemptPlace, count: number): Promise<void>
}

export interface AttemptDependencies {
  readonly database: Database
  readonly clock: Clock
}

/** Kept in the database, so that neither a new connection nor a restart begins anew. */
export function createAttemptThrottle({ database, clock }: AttemptDependencies): AttemptThrottle {
  return {
    async assertMayTry({ kind, address }, code) {
      const attempts = await findAttempts(database.reader, kind, address)
      const seconds = secondsLeft(attempts?.blockedUntil ?? null, clock.now())
      if (seconds > 0) throw new AppError(code, { seconds })
    },
    async wrong(place) {
      const now = clock.now()
      return await database.write(async (transaction) => {
        await deleteAttempts(transaction, { before: toStoredInstant(now.subtract({ hours: 24 })) })
        const before = await findAttempts(transaction, place.kind, place.address)
        const { count, waitSeconds } = attemptsAfterWrong(before, now)
        const blockedUntil = waitSeconds > 0 ? toStoredInstant(now.add({ seconds: waitSeconds })) : null
        await writeAttempts(transaction, place, { count, lastAt: toStoredInstant(now), blockedUntil })
        return waitSeconds
      })
    },
    async right(place) {
      if (!(await findAttempts(database.reader, place.kind, place.address))) return
      await database.write(async (transaction) => await deleteAttempts(transaction, place))
    },
    async forgive(place, count) {
      if (count === 0) return
      await database.write(async (transaction) => {
        const before = await findAttempts(transaction, place.kind, place.address)
        if (!before) return
        if (before.count <= count) await deleteAttempts(transaction, place)
        else await writeAttempts(transaction, place, { ...before, count: before.count - count })
      })
    }
  }
}
