import { setImmediate } from 'node:timers/promises'
import type { UserId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import type { Database, Reader } from '../../database/database'
import type { Clock } from '../../platform/clock'
import { toStoredInstant } from '../../platform/clock'
import type { ScheduleMemory } from '../schedules'
import { listClinicians, type Settings } from '../settings'
import { findingsOf, type Found, type LookFacts, type Usual } from './access.rules'
import {
  addToTally,
  entriesBetween,
  hasOccasion,
  lastEntryBefore,
  moveWatch,
  newestEntry,
  patientsLookedAt,
  readBegin,
  readWatch,
  talliesOf,
  writeBegin,
  writeFinding
} from './access-watch.queries'

export interface WatchDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly settings: Settings
  readonly schedules: Pick<ScheduleMemory, 'book'>
}

/** Entries of one slice: the desk is answered between two. */
const SLICE = 100
/** A log that was never looked through is begun this far back. */
const FIRST_DAYS = 90
/** What explains a look often comes after it: the call ends, then the booking is made. */
const LAG_MINUTES = 15
const USUAL_DAYS = 30
/** An appointment or message so near explains a look. */
const OCCASION_DAYS = { before: 60, after: 180 } as const

type Entry = Awaited<ReturnType<typeof entriesBetween>>[number]

interface Judged {
  readonly entry: Entry
  readonly userId: UserId
  readonly local: Temporal.ZonedDateTime
  readonly found: readonly Found[]
}

/**
 * Looks through the access log for what the manager should see, from where it stopped last, in slices. An interrupted run
 * goes on where it was: what a slice found and how far it came are one transaction.
 * @returns how many entries are left
 */
export function createWatch({ database, clock, settings, schedules }: WatchDependencies) {
  const { reader } = database
  let running: Promise<number> | null = null

  async function start(): Promise<number> {
    const { entryId, lookedAt } = await readWatch(reader)
    return lookedAt === null ? await firstBegin() : entryId
  }

  async function firstBegin(): Promise<number> {
    return await lastEntryBefore(reader, toStoredInstant(clock.now().subtract({ hours: 24 * FIRST_DAYS })))
  }

  /** The entries that have been gone through: after `after`, up to `upTo`. */
  async function reach(): Promise<{ after: number; upTo: number }> {
    const upTo = await start()
    // A program that did not write down where it began had begun by now, and no later than one that began today.
    const after = (await readBegin(reader)) ?? (await firstBegin())
    return { after: Math.min(after, upTo), upTo }
  }

  async function run(mostEntries: number): Promise<number> {
    const until = await lastEntryBefore(
      reader,
      toStoredInstant(clock.now().subtract({ minutes: LAG_MINUTES }))
    )
    let after = await start()
    const begin = (await readBegin(reader)) ?? (await firstBegin())
    for (let done = 0; done < mostEntries; done += SLICE) {
      const entries = await entriesBetween(reader, { after, until, limit: SLICE })
      const last = entries.at(-1)
      await writeSlice(await judge(entries), {
        entryId: last?.id ?? Math.max(after, until),
        lookedAt: lookedAt(last),
        begin
      })
      if (!last) break
      after = last.id
      await setImmediate()
    }
    return Math.max(0, until - after)
  }

  /** The moment up to which nothing is left out. */
  function lookedAt(last: Entry | undefined): string {
    return last?.occurred_at ?? toStoredInstant(clock.now().subtract({ minutes: LAG_MINUTES }))
  }

  async function judge(entries: readonly Entry[]): Promise<Judged[]> {
    const { timeZone } = await settings.read()
    const looks = entries.filter(
      ({ isLook, user_id, patient_id }) => isLook && user_id !== null && patient_id !== null
    )
    const ids = looks.flatMap(({ patient_id }) => (patient_id === null ? [] : [patient_id]))
    const patients = new Map((await patientsLookedAt(reader, [...new Set(ids)])).map((row) => [row.id, row]))
    const hours = await openingHours()
    const counts = new Counts(reader)
    const judged: Judged[] = []
    for (const entry of looks) {
      const { user_id: userId, patient_id: patientId } = entry
      if (userId === null || patientId === null) continue
      const local = Temporal.Instant.from(entry.occurred_at).toZonedDateTimeISO(timeZone)
      const localDate = local.toPlainDate().toString()
      const count = await counts.add(userId, localDate, local.hour)
      const patient = patients.get(patientId)
      if (!patient || patient.erased_at !== null) {
        judged.push({ entry, userId, local, found: [] })
        continue
      }
      const facts: LookFacts = {
        familyName: patient.family_name,
        confidentiality: patient.confidentiality,
        isProtected: patient.address_protection !== 'none',
        hasOccasion: await hasOccasion(reader, { patientId, userId, ...aroundOf(entry.occurred_at) }),
        opening: hours(localDate),
        ...count
      }
      const look = { userId, userName: entry.user_name, localDate, minute: local.hour * 60 + local.minute }
      judged.push({ entry, userId, local, found: findingsOf(look, facts, patientId) })
    }
    return judged
  }

  /** From the first to the last minute that anybody works on a date; null: nobody does. */
  async function openingHours(): Promise<(date: string) => LookFacts['opening']> {
    const book = await schedules.book(reader)
    const clinicians = await listClinicians(reader)
    return (date) => {
      const sessions = clinicians.flatMap(({ id }) => book.day(id, date).sessions)
      if (sessions.length === 0) return null
      return {
        from: Math.min(...sessions.map(({ startMinute }) => startMinute)),
        until: Math.max(...sessions.map(({ endMinute }) => endMinute))
      }
    }
  }

  async function writeSlice(
    judged: readonly Judged[],
    to: { entryId: number; lookedAt: string; begin: number }
  ): Promise<void> {
    await database.write(async (transaction) => {
      for (const { entry, userId, local, found } of judged) {
        const localDate = local.toPlainDate().toString()
        await addToTally(transaction, { userId, localDate, hour: local.hour, looks: 1 })
        for (const { rule, key, isAboutPatient, facts } of found)
          await writeFinding(transaction, {
            key,
            rule,
            entry_id: entry.id,
            occurred_at: entry.occurred_at,
            local_date: localDate,
            user_id: userId,
            user_name: entry.user_name,
            patient_id: isAboutPatient ? entry.patient_id : null,
            facts: JSON.stringify(facts),
            reviewed_at: null,
            reviewed_by: null,
            reviewed_by_name: null,
            review_note: null
          })
      }
      await moveWatch(transaction, to)
      await writeBegin(transaction, to.begin)
    })
  }

  return {
    /** One run at a time; who comes meanwhile waits for it. */
    async run(mostEntries: number): Promise<number> {
      running ??= run(mostEntries).finally(() => {
        running = null
      })
      return await running
    },
    async state(): Promise<{ lookedUntil: string | null; waiting: number }> {
      const { lookedAt: lookedUntil } = await readWatch(reader)
      return { lookedUntil, waiting: Math.max(0, (await newestEntry(reader)) - (await start())) }
    },
    /**
     * Entries of a stretch of time that have not been gone through, before the first that was and after the last:
     * while there are any, nobody can say that nothing stands out in it.
     */
    async unseen({ from, until }: { from: Temporal.Instant; until: Temporal.Instant }): Promise<number> {
      const first = await lastEntryBefore(reader, toStoredInstant(from))
      const last = await lastEntryBefore(reader, toStoredInstant(until))
      const { after, upTo } = await reach()
      return Math.max(0, Math.min(last, after) - first) + Math.max(0, last - Math.max(first, upTo))
    }
  }
}

function aroundOf(occurredAt: string): { from: string; until: string } {
  const at = Temporal.Instant.from(occurredAt)
  return {
    from: toStoredInstant(at.subtract({ hours: 24 * OCCASION_DAYS.before })),
    until: toStoredInstant(at.add({ hours: 24 * OCCASION_DAYS.after }))
  }
}

/** Looks of each user so far, with those of this slice that are not written yet. */
class Counts {
  readonly #tallies = new Map<UserId, Map<string, number>>()

  constructor(private readonly reader: Reader) {}

  async add(
    userId: UserId,
    localDate: string,
    hour: number
  ): Promise<{ inHour: number; inDay: number; usual: Usual }> {
    const tally = await this.#of(userId, localDate)
    const key = `${localDate} ${hour}`
    const inHour = (tally.get(key) ?? 0) + 1
    tally.set(key, inHour)
    const today = [...tally].filter(([slot]) => slot.startsWith(`${localDate} `))
    return { inHour, inDay: sum(today.map(([, looks]) => looks)), usual: usualBefore(tally, localDate) }
  }

  async #of(userId: UserId, localDate: string): Promise<Map<string, number>> {
    const known = this.#tallies.get(userId)
    if (known) return known
    const from = Temporal.PlainDate.from(localDate).subtract({ days: USUAL_DAYS }).toString()
    const rows = await talliesOf(this.reader, { userId, from })
    const fresh = new Map(rows.map(({ local_date, hour, looks }) => [`${local_date} ${hour}`, looks]))
    this.#tallies.set(userId, fresh)
    return fresh
  }
}

function usualBefore(tally: ReadonlyMap<string, number>, localDate: string): Usual {
  const days = new Map<string, number[]>()
  for (const [slot, looks] of tally) {
    const [date = ''] = slot.split(' ')
    if (date < localDate) days.set(date, [...(days.get(date) ?? []), looks])
  }
  const all = [...days.values()]
  if (all.length === 0) return { days: 0, hourMean: 0, dayMean: 0 }
  return {
    days: all.length,
    hourMean: sum(all.map((hours) => Math.max(...hours))) / all.length,
    dayMean: sum(all.map(sum)) / all.length
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

export type Watch = ReturnType<typeof createWatch>
