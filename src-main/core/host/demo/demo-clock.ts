import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Database } from '../../database/database'
import { readMark, writeMark } from '../../features/settings'
import { clockStartingAt, toStoredInstant, type Clock } from '../../platform/clock'
import { DEMO_MARK } from '../clinic-identity'

const Mark = z.object({ now: z.iso.datetime() })

/** The demo clinic's own time goes on from where it was left; null where the clinic is no demo. See docs/decisions/0003. */
export async function demoClock(database: Database): Promise<Clock | null> {
  const mark = await readMark(database.reader, DEMO_MARK)
  return mark === null ? null : clockStartingAt(Temporal.Instant.from(Mark.parse(JSON.parse(mark)).now))
}

/** Keeps where the demo clinic's time has come to. */
export async function rememberDemoTime(database: Database, clock: Clock): Promise<void> {
  if ((await readMark(database.reader, DEMO_MARK)) === null) return
  const mark = JSON.stringify({ now: toStoredInstant(clock.now()) })
  await database.write((transaction) => writeMark(transaction, DEMO_MARK, mark))
}
