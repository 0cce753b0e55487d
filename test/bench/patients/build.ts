import { Temporal } from 'temporal-polyfill'
import { PatientId } from '../../../src-preload/contract/ids'
import type { Core } from '../../../src-main/core/core'
import { insertRows } from '../../../src-main/core/database/insert-rows'
import { toStoredInstant } from '../../../src-main/core/platform/clock'
import { makeClinic, TIME_ZONE } from '../clinic'
import { writeLog } from './log-rows'
import { registeredPeople, type RegisteredPerson } from './people'
import { writePeople, type RegisterMoment } from './person-rows'
import { DAYS_AHEAD, workingDaysOf, type RegisterSize } from './sizes'
import { messageRows, replyRows, visitRows } from './visit-rows'
import { withoutIndexes } from './without-indexes'

/** A working morning. The clinics are made for it, so that they can be kept. */
export const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z')

const PEOPLE_A_STEP = 10_000
const MOST_MONTHS = 40
/** A task waits for one patient in so many. */
const PATIENTS_A_TASK = 2_000
/** As the triggers would have kept them. */
const CONFIRMED_DAYS = `insert into patient_confirmed_day (day, patients)
  select substr(mobile_confirmed_at, 1, 10), count(*) from patient
  where mobile_confirmed_at is not null group by 1`
/** The tables and their indexes fit in, so that each page is written once. */
const BUILDING_CACHE_KIBIBYTES = 1_500_000

/**
 * Makes the data folder of a clinic of this size, the register and the visits in one transaction each, so that no page is
 * written twice: what is not whole at the end is thrown away.
 */
export async function buildRegister(folder: string, size: RegisterSize): Promise<void> {
  const empty = { patients: 0, bookedDays: 0, appointmentsADay: 0, clinicians: size.clinicians }
  const { core, today, typeId } = await makeClinic(folder, empty, { now: NOW })
  const { driver } = core.database
  driver.pragma('journal_mode = MEMORY')
  driver.pragma('synchronous = OFF')
  driver.pragma(`cache_size = -${BUILDING_CACHE_KIBIBYTES}`)
  const mobiles: (string | null)[] = []
  await withoutIndexes(driver, async () => {
    await writeRegister(core, { size, today, mobiles })
    await writeVisits(core, { size, typeId, today, mobileOf: (id) => mobiles[id - 1] ?? null })
  })
  driver.exec(CONFIRMED_DAYS)
  driver.pragma('journal_mode = WAL')
  driver.pragma('synchronous = FULL')
  await core.close()
}

interface RegisterWriting {
  readonly size: RegisterSize
  readonly today: Temporal.PlainDate
  /** By position; grows with each person written. */
  readonly mobiles: (string | null)[]
}

async function writeRegister(core: Core, { size, today, mobiles }: RegisterWriting): Promise<void> {
  const at = toStoredInstant(NOW.subtract({ hours: 24 * 365 }))
  const moments = Array.from({ length: MOST_MONTHS + 1 }, (_, months) =>
    toStoredInstant(NOW.toZonedDateTimeISO(TIME_ZONE).subtract({ months }).toInstant())
  )
  const moment = { at, clinicians: size.clinicians, monthsAgo: (months: number) => moments[months] ?? at }
  await core.database.write(async (transaction) => {
    let previousHash = ''
    const tally = { everybody: 0, incomplete: 0, mobile_missing: 0 }
    for (const people of inSteps(registeredPeople(size.patients, today), PEOPLE_A_STEP)) {
      previousHash = writeStep(core, people, { moment, previousHash })
      for (const { mobile, nationalNumber } of people) {
        mobiles.push(mobile)
        tally.everybody += 1
        if (nationalNumber === null) tally.incomplete += 1
        if (mobile === null) tally.mobile_missing += 1
      }
    }
    const head = { entries: size.patients, hash: previousHash }
    await transaction.updateTable('access_log_head').set(head).where('id', '=', 1).execute()
    await transaction.updateTable('patient_tally').set(tally).where('id', '=', 1).execute()
    await transaction.insertInto('duplicate_search').values(searchedUpTo(size, at)).execute()
  })
}

/** Everybody has been compared with everybody: a clinic that has been at work for long. */
function searchedUpTo({ patients }: RegisterSize, at: string) {
  const done = { started_at: null, finished_at: toStoredInstant(NOW) }
  return { id: 1, rules: 1, after_updated_at: at, after_id: patients, ...done }
}

function writeStep(
  { database }: Core,
  people: readonly RegisteredPerson[],
  { moment, previousHash }: { moment: RegisterMoment; previousHash: string }
): string {
  const ids = people.map(({ id }) => id)
  writePeople(database, people, moment)
  insertRows(
    database,
    'task',
    ids.filter((id) => id % PATIENTS_A_TASK === 0).map((id) => taskRow(id, moment.at))
  )
  return writeLog(database, ids, { previousHash, at: moment.at })
}

function taskRow(id: number, at: string) {
  return {
    key: null,
    kind: 'other' as const,
    title: 'Ring om prøvesvaret',
    note: '',
    patient_id: PatientId.parse(id),
    appointment_id: null,
    due_on: '2026-11-24',
    owner_id: null,
    created_at: at,
    created_by: null,
    done_at: null,
    done_by: null
  }
}

interface VisitsWriting {
  readonly size: RegisterSize
  readonly typeId: Parameters<typeof visitRows>[1]['typeId']
  readonly today: Temporal.PlainDate
  readonly mobileOf: (patientId: PatientId) => string | null
}

async function writeVisits({ database }: Core, writing: VisitsWriting): Promise<void> {
  await database.write(async () => {
    for (const day of visitDays(writing)) {
      const visits = visitRows(day, writing)
      insertRows(database, 'appointment', visits)
      const reminders = day.isAhead ? [] : messageRows(visits, writing.mobileOf)
      insertRows(database, 'message', reminders)
      insertRows(database, 'inbound_message', replyRows(reminders))
    }
  })
}

/** Monday to Friday, the last of them the last day that is booked ahead. */
function visitDays({ size, today }: Pick<VisitsWriting, 'size' | 'today'>) {
  const count = workingDaysOf(size)
  const dates: Temporal.PlainDate[] = []
  for (
    let date = today.add({ weeks: DAYS_AHEAD / 5 });
    dates.length < count;
    date = date.subtract({ days: 1 })
  )
    if (date.dayOfWeek <= 5) dates.unshift(date)
  return dates.map((date, index) => ({
    date,
    index,
    isAhead: Temporal.PlainDate.compare(date, today) >= 0
  }))
}

function* inSteps<T>(items: Iterable<T>, length: number): Generator<T[]> {
  let step: T[] = []
  for (const item of items) {
    step.push(item)
    if (step.length < length) continue
    yield step
    step = []
  }
  if (step.length > 0) yield step
}
