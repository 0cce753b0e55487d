import type { CivilDate } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Database, Transaction } from '../../../database/database'
import { toStoredInstant, type Clock } from '../../../platform/clock'
import { heldSpans, type Appointments } from '../../appointments'
import { readClinicDay, type ClinicDay } from '../../patients'
import type { ScheduleMemory } from '../../schedules'
import type { Settings } from '../../settings'
import { slotHorizon, type SlotHorizon } from './horizon'
import { offeredTypes } from './offered-types'
import { slotsOfDay, slotStatus, type Taken } from './slots.rules'
import {
  datesOfferedAfter,
  insertSlot,
  isAtWork,
  isRecording,
  lastSlotDays,
  setSlotStatus,
  slotsOn,
  touchDays,
  touchedDays,
  untouch,
  visitsWithin,
  type SlotRow,
  type TouchedDay
} from './slots.queries'

const MINUTE_MS = 60_000
/** Days worked out in one transaction: the desk waits for none longer than that. */
const DAYS_A_SLICE = 10

export interface SlotKeeperDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly settings: Settings
  readonly schedules: Pick<ScheduleMemory, 'book'>
  readonly appointments: Pick<Appointments, 'dayOf'>
}

/** Keeps what the portal may offer true to schedules, appointments and offers. */
export interface SlotKeeper {
  /**
   * Works out the days that changes have touched, in slices. Once a day the new days of the horizon are among them.
   * @returns how many days were worked out
   */
  runDue(signal?: AbortSignal): Promise<number>
  /** Everything anew, as when the portal is connected; the days are worked out by the next `runDue`. */
  touchAll(transaction: Transaction): Promise<void>
}

export function createSlotKeeper(dependencies: SlotKeeperDependencies): SlotKeeper {
  const { database, clock, settings, schedules, appointments } = dependencies
  let extendedOn: CivilDate | null = null

  async function extend(): Promise<void> {
    const { today } = await readClinicDay(clock, settings)
    if (extendedOn === today.toString()) return
    await database.write(async (transaction) => {
      const horizon = await slotHorizon(transaction, { today })
      for (const { clinicianId, last } of await lastSlotDays(transaction)) {
        const from = last === null || last < horizon.from ? horizon.from : dayAfter(last)
        await touchDays(transaction, clinicianId, datesOf({ ...horizon, from }))
      }
    })
    extendedOn = today.toString()
  }

  async function slice(): Promise<number> {
    const day = await readClinicDay(clock, settings)
    const book = await schedules.book(database.reader)
    return await database.write(async (transaction) => {
      const touched = await touchedDays(transaction, DAYS_A_SLICE)
      const horizon = await slotHorizon(transaction, day)
      const types = await offeredTypes(transaction)
      for (const one of touched) {
        await untouch(transaction, one)
        if (one.date === '') {
          const beyond = await datesOfferedAfter(transaction, one.clinicianId, horizon.until)
          await touchDays(transaction, one.clinicianId, [...datesOf(horizon), ...beyond])
        } else {
          // Where nothing is offered, what is there says that somebody has it, or that it is gone.
          const isWithin = one.date >= horizon.from && one.date <= horizon.until
          const isOffered = isWithin && (await isAtWork(transaction, one.clinicianId))
          const sessions = isOffered ? book.day(one.clinicianId, one.date).sessions : []
          const wanted = slotsOfDay(sessions, types)
          await writeDay(transaction, { ...one, date: one.date, wanted, day })
        }
      }
      return touched.length
    })
  }

  interface DayWrite extends TouchedDay {
    readonly date: CivilDate
    readonly wanted: ReturnType<typeof slotsOfDay>
    readonly day: ClinicDay
  }

  async function writeDay(
    transaction: Transaction,
    { clinicianId, date, wanted, day }: DayWrite
  ): Promise<void> {
    const rows = new Map((await slotsOn(transaction, { clinicianId, date })).map((row) => [keyOf(row), row]))
    if (rows.size === 0 && wanted.length === 0) return
    const there = appointments.dayOf(date, day.timeZone)
    const stretch = { clinicianId, fromMs: there.momentMs(0), untilMs: there.momentMs(1440) }
    const taken = await takenWithin(transaction, stretch)
    const now = toStoredInstant(day.now)
    for (const { typeId, startMinute, endMinute } of wanted) {
      const [startMs, endMs] = [there.momentMs(startMinute), there.momentMs(endMinute)]
      // On the night the clock changes a slot may be shorter than it looks, or not be there at all.
      if (endMs - startMs !== (endMinute - startMinute) * MINUTE_MS) continue
      const place = { clinicianId, typeId, startAt: storedMs(startMs), endAt: storedMs(endMs) }
      const status = slotStatus({ startMs, endMs }, taken, true)
      const row = rows.get(keyOf(place))
      rows.delete(keyOf(place))
      if (row) await become(transaction, row, { status, now })
      else if (place.startAt > now) await insertSlot(transaction, { ...place, date, status })
    }
    for (const row of rows.values()) {
      const [startMs, endMs] = [Date.parse(row.startAt), Date.parse(row.endAt)]
      await become(transaction, row, { status: slotStatus({ startMs, endMs }, taken, false), now })
    }
  }

  return {
    async runDue(signal) {
      if (!(await isRecording(database.reader))) return 0
      await extend()
      let done = 0
      for (;;) {
        if (signal?.aborted === true) return done
        const count = await slice()
        if (count === 0) return done
        done += count
        // Whoever waits to write comes first.
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    async touchAll(transaction) {
      for (const { clinicianId } of await lastSlotDays(transaction))
        await touchDays(transaction, clinicianId, [''])
    }
  }
}

/**
 * What has begun is offered to nobody any more, and stays as it was; but that somebody has it stands on both sides, also
 * where a booking of the portal came in so late.
 */
async function become(
  transaction: Transaction,
  row: SlotRow,
  { status, now }: { status: SlotRow['status']; now: string }
): Promise<void> {
  if (row.status !== status && (row.startAt > now || status === 'busy'))
    await setSlotStatus(transaction, row.id, status)
}

async function takenWithin(
  transaction: Transaction,
  stretch: { clinicianId: SlotRow['clinicianId']; fromMs: number; untilMs: number }
): Promise<Taken> {
  const visits = await visitsWithin(transaction, stretch)
  const buffers = visits
    .filter(({ bufferMinutes }) => bufferMinutes > 0)
    .map(({ endMs, bufferMinutes }) => ({ startMs: endMs, endMs: endMs + bufferMinutes * MINUTE_MS }))
  const held = await heldSpans(transaction, stretch.fromMs, stretch.untilMs)
  return {
    visits,
    keptFree: [...buffers, ...held.filter(({ clinicianId }) => clinicianId === stretch.clinicianId)]
  }
}

const keyOf = ({ typeId, startAt, endAt }: Pick<SlotRow, 'typeId' | 'startAt' | 'endAt'>): string =>
  `${typeId} ${startAt} ${endAt}`

const storedMs = (ms: number): string => toStoredInstant(Temporal.Instant.fromEpochMilliseconds(ms))

const dayAfter = (date: CivilDate): CivilDate => Temporal.PlainDate.from(date).add({ days: 1 }).toString()

function datesOf({ from, until }: SlotHorizon): CivilDate[] {
  const dates: CivilDate[] = []
  for (let date = from; date <= until; date = dayAfter(date)) dates.push(date)
  return dates
}
