import { CivilDate } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Database } from '../../database/database'
import { toStoredInstant, type Clock } from '../../platform/clock'
import { readMark, writeMark, type Settings } from '../settings'
import { distrustVersions } from './agreed.queries'
import { readConnection } from './connection.queries'
import { storedNow } from './context'
import { SHARED_FROM_YEARS } from './mapping/related-person.rules'
import { addMark, removeEnded } from './operations.queries'
import { guardiansOfBornOn } from './portal-rows.queries'
import { addRun, findOpenRun } from './run.queries'
import { FIRST_TYPE } from './view.rules'

/** The hour of the clinic's day from which the round is made, or as soon after as the PC is on. */
const FIRST_HOUR = 2
const MARK = 'portal-daily'
/** Operations that came to a good end are kept so long, for questions. */
const KEPT_HOURS = 30 * 24
const REMOVED_AT_ONCE = 500
/** A PC that was off for longer has everything compared all the same. */
const MOST_DAYS = 400

export interface DailyDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly settings: Pick<Settings, 'read'>
  /** What else is done with, of the logins. */
  readonly removeOld: () => Promise<void>
  readonly wake: () => void
}

/**
 * Once a day: the portal hears of children whose guardians see less from today, all ids and versions are compared, and
 * what is long done with goes.
 */
export async function runDailyWhenDue(dependencies: DailyDependencies): Promise<void> {
  const { database, clock, settings, removeOld, wake } = dependencies
  const { timeZone } = await settings.read()
  const here = clock.now().toZonedDateTimeISO(timeZone)
  const today = here.toPlainDate()
  const mark = await readMark(database.reader, MARK)
  const last = mark === null ? null : CivilDate.parse(JSON.parse(mark))
  if (here.hour < FIRST_HOUR || last === today.toString()) return
  await removeLongDone({ database, clock })
  await removeOld()
  if ((await readConnection(database.reader)).state !== 'on') return
  const children = await guardiansOfBornOn(database.reader, birthDates(last, today))
  await database.write(async (transaction) => {
    for (const { id } of children) await addMark(transaction, { type: 'RelatedPerson', localId: id })
    await writeMark(transaction, MARK, JSON.stringify(today.toString()))
    if (await findOpenRun(transaction)) return
    await distrustVersions(transaction, FIRST_TYPE)
    await addRun(transaction, { kind: 'compare', type: FIRST_TYPE, at: storedNow({ clock }), by: null })
  })
  wake()
}

async function removeLongDone({
  database,
  clock
}: Pick<DailyDependencies, 'database' | 'clock'>): Promise<void> {
  const before = toStoredInstant(clock.now().subtract({ hours: KEPT_HOURS }))
  for (let removed = REMOVED_AT_ONCE; removed === REMOVED_AT_ONCE;)
    removed = await database.write((transaction) => removeEnded(transaction, before, REMOVED_AT_ONCE))
}

/** Those who came to the age at which parents no longer see everything, since the last round. */
function birthDates(last: CivilDate | null, today: Temporal.PlainDate): CivilDate[] {
  const since = last === null ? 1 : today.since(Temporal.PlainDate.from(last)).days
  const days = Math.max(1, Math.min(since, MOST_DAYS))
  return Array.from({ length: days }, (_, back) =>
    today.subtract({ days: back }).subtract({ years: SHARED_FROM_YEARS }).toString()
  )
}
