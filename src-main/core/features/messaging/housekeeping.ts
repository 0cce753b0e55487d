import { Temporal } from 'temporal-polyfill'
import { describeError } from '../../platform/log'
import type { MessagingContext } from './context'
import type { Housekeeping } from './outbox.worker'

/** Something that becomes due beside the messages themselves. */
export interface Chore {
  readonly name: string
  run(): Promise<void>
  /** When it wants to run again by itself; null when a change or a message will wake it. */
  nextMoment?(): Promise<Temporal.Instant | null>
}

/** A chore that failed, on a full disk say, is tried again after so long. */
const REST_SECONDS = 60

/** Runs the chores in their order. One that fails stops neither the others nor what is to be sent, and rests. */
export function createHousekeeping(
  { clock, log }: Pick<MessagingContext, 'clock' | 'log'>,
  chores: readonly Chore[]
): Housekeeping {
  const restingUntil = new Map<Chore, Temporal.Instant>()

  function rest(chore: Chore): Temporal.Instant | null {
    const until = restingUntil.get(chore) ?? null
    return until && Temporal.Instant.compare(clock.now(), until) < 0 ? until : null
  }

  async function tryTo(chore: Chore): Promise<void> {
    try {
      await chore.run()
      restingUntil.delete(chore)
    } catch (error) {
      restingUntil.set(chore, clock.now().add({ seconds: REST_SECONDS }))
      log.error('chore-failed', { chore: chore.name, ...describeError(error) })
    }
  }

  return {
    async run() {
      for (const chore of chores) if (rest(chore) === null) await tryTo(chore)
    },
    async nextMoment() {
      const moments: Temporal.Instant[] = []
      for (const chore of chores) {
        const next = rest(chore) ?? (await chore.nextMoment?.()) ?? null
        if (next) moments.push(next)
      }
      return moments.sort((one, other) => Temporal.Instant.compare(one, other))[0] ?? null
    }
  }
}
