import type { Temporal } from 'temporal-polyfill'
import { describeError, type Log } from '../../platform/log'
import type { Chore } from '../messaging'
import { bornUntil, readClinicDay, type ClinicDay } from '../patients'
import { isReached, nextYouths, readReached, writeReached, type Reached, type Youth } from './cohort.queries'
import { announceOfAge } from './announce'
import { cameOfAge, type OfAgeDependencies } from './of-age'

/** A clinic of a million patients has some thirty birthdays a day; after a long pause they are taken in turns. */
const IN_ONE_GO = 50

export interface ComingOfAgeDependencies extends OfAgeDependencies {
  readonly log: Log
}

/**
 * From the clinic's midnight of the day a patient reaches health majority, parents act no more. Whoever has had that
 * birthday since the last look is gone through once, also after the PC was off, each in a transaction of their own; how
 * far that has come is written in it. A clinic that looks for the first time begins with today's birthdays: of those
 * before it the rules say the same at every look, but no task is made.
 */
export function createComingOfAge(dependencies: ComingOfAgeDependencies): Chore {
  const { database, clock, settings, events, log } = dependencies
  /** Nothing to do before this moment; null: look now. */
  let quietUntilMs: number | null = null
  events.subscribe((event) => {
    // Another country has another age, another time zone another midnight.
    if (event === 'settings.changed') quietUntilMs = null
  })

  async function run(): Promise<void> {
    if (quietUntilMs !== null && clock.now().epochMilliseconds < quietUntilMs) return
    if (database.isReadOnly || !(await settings.exists())) return
    const day = await readClinicDay(clock, settings)
    const until = bornUntil(day.today, day.country)
    for (;;) {
      const after = (await readReached(database.reader)) ?? before(day)
      const youths = await nextYouths(database.reader, { after, bornUntil: until, limit: IN_ONE_GO })
      for (const youth of youths) await takeOne(youth, day)
      if (youths.length < IN_ONE_GO) break
    }
    await markAll({ born: until, patientId: null })
    quietUntilMs = nextMidnight(day).epochMilliseconds
  }

  /** One bad row stops nothing but itself. */
  async function takeOne(youth: Youth, day: ClinicDay): Promise<void> {
    try {
      const done = await database.write(async (transaction) => {
        // Two looks may run beside one another: the modem wakes one, the clock the other.
        if (isReached(await readReached(transaction), youth)) return null
        await writeReached(transaction, reachedBy(youth))
        return await cameOfAge(dependencies, transaction, { youth, day })
      })
      if (done) announceOfAge(dependencies, done)
    } catch (error) {
      log.error('coming-of-age-failed', { patient: youth.id, ...describeError(error) })
      await markAll(reachedBy(youth))
    }
  }

  async function markAll(reached: Reached): Promise<void> {
    await database.write(async (transaction) => {
      const known = await readReached(transaction)
      const isBehind = known !== null && (known.born > reached.born || isSame(known, reached))
      if (!isBehind) await writeReached(transaction, reached)
    })
  }

  return {
    name: 'coming-of-age',
    run,
    async nextMoment() {
      if (!(await settings.exists())) return null
      return nextMidnight(await readClinicDay(clock, settings))
    }
  }
}

function before({ today, country }: ClinicDay): Reached {
  return { born: bornUntil(today.subtract({ days: 1 }), country), patientId: null }
}

function reachedBy({ id, birthDate }: Youth): Reached {
  return { born: birthDate, patientId: id }
}

function isSame(known: Reached, reached: Reached): boolean {
  return known.born === reached.born && known.patientId === reached.patientId
}

/** The first moment of tomorrow at the clinic, which is not always 24 hours from today's. */
function nextMidnight({ today, timeZone }: ClinicDay): Temporal.Instant {
  return today.add({ days: 1 }).toZonedDateTime(timeZone).toInstant()
}
