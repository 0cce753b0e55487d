import type { LetterId } from '@contract/ids'
import type { Database } from '../../database/database'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Chore } from '../messaging'
import { appendStep, changeLetter, lettersToDeceased, overdueLetters } from './letter.queries'

/** How often it is looked; what has begun meanwhile is marked as too late for the post long before. */
const MINUTES_BETWEEN = 15
const SLICE = 200

export interface OverdueDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly events: EventBus
}

/** Withdraws letters that nobody has printed and whose appointment has begun or patient has died, in short slices. */
export function createOverdueChore({ database, clock, events }: OverdueDependencies): Chore {
  let nextLook = clock.now()

  async function withdrawSlice(at: string): Promise<number> {
    const begun = await overdueLetters(database.reader, at, SLICE)
    const deceased = await lettersToDeceased(database.reader, SLICE)
    await withdraw(begun, 'appointment-begun', at)
    // Nothing is left of those that were both: a letter is withdrawn once.
    await withdraw(deceased, 'deceased', at)
    return Math.max(begun.length, deceased.length)
  }

  async function withdraw(ids: readonly LetterId[], reason: string, at: string): Promise<void> {
    if (ids.length === 0) return
    await database.write(async (transaction) => {
      const ended = { state: 'withdrawn', reason, ended_at: at } as const
      for (const id of ids)
        if (await changeLetter(transaction, { id, from: 'waiting' }, ended))
          await appendStep(transaction, { id, step: 'withdrawn', at, userId: null })
    })
  }

  return {
    name: 'letters',
    async run() {
      const now = clock.now()
      if (now.epochMilliseconds < nextLook.epochMilliseconds) return
      let withdrawn = 0
      let last = SLICE
      while (last === SLICE) {
        last = await withdrawSlice(toStoredInstant(now))
        withdrawn += last
      }
      nextLook = now.add({ minutes: MINUTES_BETWEEN })
      if (withdrawn > 0) events.publish('letters.changed', { patientId: null })
    },
    nextMoment: async () => nextLook
  }
}
